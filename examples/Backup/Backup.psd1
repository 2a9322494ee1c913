@{
    RootModule        = 'Backup.psm1'
    ModuleVersion     = '1.0.0'
    GUID              = '6c1d2c2e-6a5f-4a7e-9a4e-0b6d0a3f6c11'
    Author            = 'The Telemetry authors'
    Description       = 'Copies the files of a folder to another one, and emits events that are declared in Backup.events.psd1.'
    PowerShellVersion = '5.1'
    FunctionsToExport = @('Backup-Folder')
    CmdletsToExport   = @()
    VariablesToExport = @()
    AliasesToExport   = @()
    PrivateData       = @{
        Telemetry = @{ Events = 'Backup.events.psd1' }
    }
}
