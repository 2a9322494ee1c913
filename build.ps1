<#
.SYNOPSIS
    Builds, tests and packs Telemetry, for PowerShell 7 and Windows PowerShell 5.1.
.DESCRIPTION
    Needs the .NET 10 SDK, and the modules that a task names. The module is imported in new processes, never into your session.
    Without an installed PowerShell, 'dotnet tool restore' gets one, and 'dotnet pwsh ./build.ps1' runs this script in it.

    Build    - puts the modules together in output: that is 'dotnet build', and all there is to it.
    Test     - runs the unit tests ('dotnet test'), and tests/Pester in a new process of the PowerShell that runs this. Installs
               Pester into .tools first, from the package sources of NuGet.
    Docs     - holds the pages of docs/cmdlets against the modules' commands, and writes the help that the modules ship
               from them. Needs Microsoft.PowerShell.PlatyPS 1.0, and PowerShell 7.6 for Telemetry.OpenTelemetry.
    Analyze  - PSScriptAnalyzer over all scripts, by PSScriptAnalyzerSettings.psd1. Needs PSScriptAnalyzer 1.21.
    Package  - makes the packages in artifacts/, the modules' folders in artifacts/modules, and tries each one.
    All      - all of these, in this order but Test last.
.EXAMPLE
    ./build.ps1
    Builds the module.
.EXAMPLE
    ./build.ps1 Test, Analyze
.EXAMPLE
    ./build.ps1 All -Check
    As a build server does: nothing that is under source control is written.
.EXAMPLE
    ./build.ps1 Test -Package artifacts
    Runs the Pester tests against the modules in that folder of packages, as they are, without building anything.
#>
[CmdletBinding()]
param(
    # What to do, in this order.
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Docs', 'Analyze', 'Package', 'All')]
    [string[]] $Task = 'Build',

    # Docs changes nothing, and fails where the help that the modules ship is not what the pages say.
    [switch] $Check,

    # Test: a folder that Package made, whose modules are tested with Pester in place of the built ones.
    [string] $Package
)

$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'tools', 'Shell.ps1'))
$env:DOTNET_CLI_TELEMETRY_OPTOUT = $env:DOTNET_NOLOGO = $env:POWERSHELL_TELEMETRY_OPTOUT = '1'
$tasks = if ($Task -contains 'All') { 'Build', 'Analyze', 'Docs', 'Package', 'Test' } else { $Task }
$needs = @{
    Docs    = 'Microsoft.PowerShell.PlatyPS', '1.0'
    Analyze = 'PSScriptAnalyzer', '1.21'
}

# Fails in one line that says what is needed, and how to get it.
function Assert-Tool([string] $For, [string] $Name, [version] $Version) {
    $found = Get-Module $Name -ListAvailable | Sort-Object Version | Select-Object -Last 1
    if (-not $found -or $found.Version -lt $Version) {
        $install = if ($PSEdition -eq 'Core') {
            "Install-PSResource $Name"
        } else {
            "Install-Module $Name -Scope CurrentUser -SkipPublisherCheck"
        }
        throw "$For needs $Name $Version or later; $(if ($found) { "$($found.Version) is" } else { 'none is' }) installed. Get it: $install"
    }

    "$For uses $Name $($found.Version)."
}

# Runs a program, whose failure is that of the task.
function Invoke-Program([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "$(Split-Path $Program -Leaf) $($Arguments -join ' '): failed with $LASTEXITCODE."
    }
}

function Invoke-Fresh([string] $Script, [string[]] $Arguments) {
    $Arguments = @($Arguments | Where-Object { $_ })
    Invoke-Shell -NoProfile -NonInteractive -File (Join-Path tools $Script) @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "tools/$Script failed with $LASTEXITCODE."
    }
}

$actions = @{
    Build   = { Invoke-Program dotnet build }
    Test    = {
        Invoke-Program dotnet 'build', 'tools/TestTools.csproj', '-v', 'q'
        if (-not $Package) {
            Invoke-Program dotnet test
        }

        Invoke-Fresh Invoke-PesterTest.ps1 $Package
    }
    Docs    = { Invoke-Fresh Export-Help.ps1 @('-Check' | Where-Object { $Check }) }
    Analyze = { Invoke-Fresh Invoke-Analysis.ps1 }
    Package = {
        Remove-Item artifacts -Recurse -Force -ErrorAction Ignore
        Invoke-Program dotnet 'pack', '-c', 'Release', '-o', 'artifacts'
        Invoke-Fresh Test-Package.ps1
    }
}

if ($Package) {
    $Package = (Resolve-Path $Package).ProviderPath
}

Push-Location $PSScriptRoot
try {
    if (-not (Get-Command dotnet -ErrorAction Ignore)) {
        throw 'The .NET SDK 10 is needed, and there is none. Get it: https://dotnet.microsoft.com/download'
    }

    $tasks | Where-Object { $needs[$_] } | ForEach-Object { Assert-Tool -For $_ -Name $needs[$_][0] -Version $needs[$_][1] }
    foreach ($name in $tasks) {
        "== $name"
        & $actions[$name]
    }
}
catch {
    [Console]::Error.WriteLine("$_")
    exit 1
}
finally {
    Pop-Location
}
