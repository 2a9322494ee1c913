@{
    RootModule           = 'EmptyModule.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f2d0a51-3a5f-4d0b-9c38-6a2e0f3b7f6e'
    Author               = 'The Telemetry authors'
    Description          = 'One cmdlet that does nothing: what any binary module and any compiled cmdlet cost at least.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    CmdletsToExport      = @('Invoke-Nothing')
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
}
