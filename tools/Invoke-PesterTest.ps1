<#
.SYNOPSIS
    Runs the tests of tests/Pester against the modules in output, with the Pester in .tools.
.DESCRIPTION
    Run it in a new process: the tests import the modules, and no session unloads an assembly. Install Pester first, with
    'dotnet build tools/TestTools.csproj'.

    The last line gives the counts: "Pester tests: N passed, N failed, N skipped". The exit code is 1 if a test failed, if a file
    could not be read or has no tests, or if no test passed.
.EXAMPLE
    ./tools/Invoke-PesterTest.ps1
.EXAMPLE
    ./tools/Invoke-PesterTest.ps1 -Path tests/Pester/Spans.Tests.ps1
.EXAMPLE
    ./tools/Invoke-PesterTest.ps1 artifacts
    Runs them against the packed modules.
#>
[CmdletBinding()]
param(
    # A folder of packages that 'build.ps1 Package' made. Its modules replace those in output.
    [string] $Package,

    # The test files, or folders of them.
    [string[]] $Path = [IO.Path]::Combine((Split-Path $PSScriptRoot), 'tests', 'Pester')
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$modulePath = [IO.Path]::Combine($root, '.tools', 'modules')

if (-not (Test-Path (Join-Path $modulePath Pester))) {
    throw "There is no Pester in '$modulePath'. Install it: dotnet build tools/TestTools.csproj"
}

if ($Package) {
    foreach ($packed in Get-Item (Join-Path $Package 'modules/*/*')) {
        $module = [IO.Path]::Combine($root, 'output', $packed.Parent.Name)
        Remove-Item $module -Recurse -Force -ErrorAction Ignore
        $null = New-Item $module -ItemType Directory -Force
        Copy-Item (Join-Path $packed.FullName '*') $module -Recurse
        "The module of $($packed.FullName)"
    }
}

# By its path, and first for processes that the tests start: another Pester may be installed on the machine.
Import-Module (Join-Path $modulePath Pester)
$env:PSModulePath = $modulePath + [IO.Path]::PathSeparator + $env:PSModulePath
"PowerShell $($PSVersionTable.PSVersion) ($PSEdition), Pester $((Get-Module Pester).Version)"

# What tests see of errors must be what users see.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'Normal' }
}

# A file without tests passes in Pester, and hides that its tests were lost.
$empty = @($run.Containers | Where-Object { $_.Result -ne 'Failed' -and $_.TotalCount -eq 0 })
$empty | ForEach-Object { "$($_.Item) has no tests." }
$failed = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount + $empty.Count
$skipped = $run.SkippedCount + $run.NotRunCount + $run.InconclusiveCount
"Pester tests: $([int] $run.PassedCount) passed, $([int] $failed) failed, $([int] $skipped) skipped"
exit [int] ($failed -gt 0 -or $run.PassedCount -eq 0 -or $run.Result -ne 'Passed')
