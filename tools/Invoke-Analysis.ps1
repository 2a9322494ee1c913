<#
.SYNOPSIS
    Holds all scripts of the repository against PSScriptAnalyzerSettings.psd1. Needs PSScriptAnalyzer 1.21 or later.
.EXAMPLE
    ./tools/Invoke-Analysis.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$settings = Join-Path $root 'PSScriptAnalyzerSettings.psd1'

$scripts = @(Get-ChildItem $root -Recurse -Include *.ps1, *.psm1, *.psd1 |
        Where-Object { $_.FullName.Substring($root.Length) -notmatch '[\\/](bin|obj|output|artifacts|\.tools)[\\/]' })
$findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer $_.FullName -Settings $settings })

$findings | ForEach-Object { "$($_.ScriptPath.Substring($root.Length + 1)):$($_.Line): $($_.RuleName): $($_.Message)" }
"$($scripts.Count) scripts, $($findings.Count) findings."
exit [int] ($findings.Count -gt 0 -or $scripts.Count -eq 0)
