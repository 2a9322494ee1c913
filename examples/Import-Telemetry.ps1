# Dot-sourced by the examples, so that each of them runs from a fresh clone: where Telemetry is not imported yet, it is
# taken from what `dotnet build` made, or else from the modules installed. In a script of yours, one line does:
#     Import-Module Telemetry
if (-not (Get-Module Telemetry)) {
    $built = [IO.Path]::Combine($PSScriptRoot, '..', 'output', 'Telemetry')
    if ([IO.File]::Exists([IO.Path]::Combine($built, 'Telemetry.psd1'))) {
        Import-Module $built
    }
    elseif (Get-Module Telemetry -ListAvailable) {
        Import-Module Telemetry
    }
    else {
        throw "The module 'Telemetry' is neither built nor installed. Run 'dotnet build' in the root of the repository."
    }
}
