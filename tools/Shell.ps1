# Dot-sourced by the scripts that start processes of the PowerShell they run in. Its own path does not always start it: a PowerShell
# that was installed as a .NET tool is an assembly, which dotnet runs.
$shellProgram = (Get-Process -Id $PID).Path
$shellArguments = @(if ([IO.Path]::GetFileNameWithoutExtension($shellProgram) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })

# Starts this PowerShell as a program, with these arguments.
function Invoke-Shell {
    & $shellProgram @shellArguments @args
}
