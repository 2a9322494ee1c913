<#
.SYNOPSIS
    Runs the tests of tests/Pester against the module in output/Telemetry. Needs Pester 5.0 or later.
.DESCRIPTION
    To be run in a process of its own: the tests load the module, which no session lets go of again.
.EXAMPLE
    ./tools/Invoke-PesterTest.ps1 artifacts
#>
[CmdletBinding()]
param(
    # A folder of packages, as build.ps1 Package makes it. Its module is put into output/Telemetry first, in place of the
    # one that is there.
    [string] $Package
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$module = [IO.Path]::Combine($root, 'output', 'Telemetry')

if ($Package) {
    $packed = Get-Item (Join-Path $Package 'modules/Telemetry/*')
    Remove-Item $module -Recurse -Force -ErrorAction Ignore
    $null = New-Item $module -ItemType Directory -Force
    Copy-Item (Join-Path $packed.FullName '*') $module -Recurse
    "The module of $($packed.FullName)"
}

"PowerShell $($PSVersionTable.PSVersion) ($PSEdition)"
Import-Module Pester -MinimumVersion 5.0

# What tests see of errors must be what users see.
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = [IO.Path]::Combine($root, 'tests', 'Pester'); PassThru = $true }
    Output = @{ Verbosity = 'Normal' }
}

# An empty or broken suite must not pass for a green one.
exit [int] ($run.Result -ne 'Passed' -or $run.PassedCount -eq 0)
