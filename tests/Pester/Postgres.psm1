# A PostgreSQL for the programs of the pages, as tools/install-servers installs it. It listens at a socket in its own folder alone, and
# the environment says so to psql.
Import-Module "$PSScriptRoot/Common.psm1"

$variables = 'PATH', 'PGHOST', 'PGUSER', 'PGDATABASE'

<#
.SYNOPSIS
    Starts a server with an empty database. Writes nothing where it is not installed.
#>
function Start-TestDatabase {
    $programs = Get-RepositoryPath .tools/postgresql/bin
    if (-not (Test-Path $programs/postgres)) { return }

    # PostgreSQL refuses to run as root: nobody runs it then, and may pass the folders that root alone gets to.
    $isRoot = (id -u) -eq '0'
    $prefix = if ($isRoot) {
        'setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'
    }
    $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "telemetry-test-$([guid]::NewGuid())")
    $null = [IO.Directory]::CreateDirectory($folder)
    if ($isRoot) { chmod 777 $folder }

    $server = [pscustomobject]@{ Folder = $folder; Control = @($prefix) + "$programs/pg_ctl"; Environment = @{} }
    $null = Invoke-Program ($server.Control + 'init', '-s', '-D', "$folder/data", '-o', '-A trust -U tester --no-sync --locale=C -E UTF8')
    $null = Invoke-Program (
        $server.Control + 'start', '-s', '-w', '-D', "$folder/data", '-l', "$folder/log", '-o', "-h '' -k $folder -c fsync=off -c jit=off")

    foreach ($variable in $variables) { $server.Environment[$variable] = [Environment]::GetEnvironmentVariable($variable) }
    $env:PATH = $programs + [IO.Path]::PathSeparator + $env:PATH
    $env:PGHOST, $env:PGUSER, $env:PGDATABASE = $folder, 'tester', 'postgres'
    $server
}

<#
.SYNOPSIS
    Stops servers that are piped to it, and removes their folders.
#>
function Stop-TestDatabase {
    process {
        foreach ($variable in $variables) { [Environment]::SetEnvironmentVariable($variable, $_.Environment[$variable]) }
        $null = Invoke-Program ($_.Control + 'stop', '-s', '-m', 'immediate', '-D', "$($_.Folder)/data")
        Remove-Item $_.Folder -Recurse -Force
    }
}

function Invoke-Program([string[]] $Command) {
    $program, $arguments = $Command
    & $program @arguments
    if ($LASTEXITCODE -ne 0) { throw "$Command ended with $LASTEXITCODE" }
}

Export-ModuleMember -Function Start-TestDatabase, Stop-TestDatabase
