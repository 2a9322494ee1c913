<#
.SYNOPSIS
    Checks the packages that build.ps1 Package made, and tries each as its users would.
.DESCRIPTION
    Looks into each package: the files it must have, its metadata, and that no path of this machine is in it. Then installs
    the modules' packages into an empty module path and runs the quickstart and a reporter of Telemetry.OpenTelemetry there, in a
    fresh process; and runs the program in the readme of Telemetry.Core and of Telemetry.Hosting in an empty project that has
    nothing but the package. Needs the .NET SDK and no network: what else the projects need is there since the packages were built.

    With PSResourceGet, the modules' packages are installed by it, from folders as repositories. The reporter needs PowerShell 7.6.
.EXAMPLE
    ./tools/Test-Package.ps1
#>
[CmdletBinding()]
param(
    # The folder of the packages. What the package of a module holds is put into modules/<name>/<version> there, ready for a
    # module path.
    [string] $Path = [IO.Path]::Combine((Split-Path $PSScriptRoot), 'artifacts')
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot Shell.ps1)
Add-Type -AssemblyName System.IO.Compression.FileSystem
$root = Split-Path $PSScriptRoot
$Path = (Resolve-Path $Path).ProviderPath
$version = (Import-PowerShellDataFile (Join-Path $root 'Telemetry.psd1')).ModuleVersion
$temporary = Join-Path ([IO.Path]::GetTempPath()) "telemetry-package-$([guid]::NewGuid())"

function Assert-That([bool] $Condition, [string] $Otherwise) {
    if (-not $Condition) {
        throw $Otherwise
    }
}

# Unpacks a package, and checks what holds for every one.
function Expand-Package([string] $Name, [string[]] $Files) {
    $folder = [IO.Path]::Combine($temporary, $Name)
    [IO.Compression.ZipFile]::ExtractToDirectory((Join-Path $Path $Name), $folder)
    $missing = $Files | Where-Object { -not (Test-Path (Join-Path $folder $_)) }
    Assert-That (-not $missing) "$Name has no $($missing -join ', ')."

    # Text, the debug entry of an assembly, and the sources that a pdb names.
    $ours = $root, $HOME | Where-Object { $_.Length -gt 3 }
    foreach ($file in Get-ChildItem $folder -Recurse -File) {
        $text = [Text.Encoding]::ASCII.GetString([IO.File]::ReadAllBytes($file.FullName))
        if ($file.Extension -eq '.pdb' -and $PSEdition -eq 'Core') {
            $text += (Get-SourceOf $file.FullName) -join "`n"
        }

        $found = $ours | Where-Object { $text.Contains($_) }
        Assert-That (-not $found) "$Name has a path of this machine in $($file.Name): $found"
    }

    $folder
}

# The paths of the sources in a pdb, which keeps them in pieces.
function Get-SourceOf([string] $Pdb) {
    $provider = [Reflection.Metadata.MetadataReaderProvider]::FromPortablePdbStream([IO.File]::OpenRead($Pdb))
    try {
        $reader = $provider.GetMetadataReader()
        foreach ($handle in $reader.Documents) {
            $reader.GetString($reader.GetDocument($handle).Name)
        }
    }
    finally {
        $provider.Dispose()
    }
}

# A module, unpacked as a package manager does: without what only a package needs.
function Expand-Module([string] $Name, [string[]] $Files) {
    $package = Expand-Package "$Name.$version.nupkg" (@("$Name.psd1", 'LICENSE') + $Files)
    $nuspec = [xml] [IO.File]::ReadAllText((Join-Path $package "$Name.nuspec"))
    $manifest = Import-PowerShellDataFile (Join-Path $package "$Name.psd1")
    $tags = $nuspec.package.metadata.tags.Split(' ')
    $expected = @('PSModule') + $manifest.PrivateData.PSData.Tags + ($manifest.CmdletsToExport | ForEach-Object { "PSCmdlet_$_" })
    $missing = $expected | Where-Object { $_ -notin $tags }
    Assert-That (-not $missing) "$Name.$version.nupkg has no tag $($missing -join ', ')."
    Assert-That ($nuspec.package.metadata.description -eq $manifest.Description) `
        "$Name.$version.nupkg has another description than the manifest."
    $required = $manifest.RequiredModules | Where-Object { $_ } | ForEach-Object { "$($_.ModuleName) [$($_.RequiredVersion)]" }
    $dependencies = $nuspec.package.metadata.dependencies.dependency | Where-Object { $_ } | ForEach-Object { "$($_.id) $($_.version)" }
    Assert-That ("$required" -eq "$dependencies") "$Name.$version.nupkg depends on '$dependencies' where the manifest requires '$required'."

    $target = [IO.Path]::Combine($Path, 'modules', $Name, $version)
    Remove-Item $target -Recurse -Force -ErrorAction Ignore
    $null = New-Item $target -ItemType Directory -Force
    Get-ChildItem $package | Where-Object { $_.Name -notin '_rels', 'package', "$Name.nuspec", '[Content_Types].xml' } |
        ForEach-Object { Copy-Item -LiteralPath $_.FullName $target -Recurse }
}

# The modules as PSResourceGet installs them, in a module path of its own. In one folder of packages, PSResourceGet 1.2 does not find
# Telemetry, as the name of the other package has the word twice. So each has a folder, in which no dependency is found.
function Install-Copy([string] $ModulePath) {
    $null = New-Item $ModulePath -ItemType Directory
    foreach ($name in 'Telemetry', 'Telemetry.OpenTelemetry') {
        $repository = "$name-package-$PID"
        $folder = New-Item (Join-Path $temporary $repository) -ItemType Directory
        Copy-Item (Join-Path $Path "$name.$version.nupkg") $folder
        Register-PSResourceRepository -Name $repository -Uri $folder.FullName -Trusted
        try {
            Save-PSResource $name -Repository $repository -Path $ModulePath -SkipDependencyCheck
        }
        finally {
            Unregister-PSResourceRepository -Name $repository
        }
    }
}

# The module in a module path that has no other, in a fresh process.
function Test-Quickstart([string] $ModulePath) {
    $script = @"
        `$env:PSModulePath = '$ModulePath'
        Import-Module Telemetry -RequiredVersion $version
        if (-not (Get-Module Telemetry).ModuleBase.StartsWith('$ModulePath')) { throw 'another Telemetry was imported' }
        & '$([IO.Path]::Combine($root, 'examples', 'quickstart.ps1'))'
"@
    $lines = Invoke-Shell -NoProfile -NonInteractive -Command $script
    $succeeded = $LASTEXITCODE -eq 0 -and $lines -match '^ +3 +3 +new_user\.registered'
    Assert-That $succeeded "The quickstart failed with the module in ${ModulePath}: $lines"
}

# The module Telemetry.OpenTelemetry, which finds Telemetry and its own SDK: it gets as far as a receiver that is not there.
function Test-OtlpReporter([string] $ModulePath) {
    $script = @"
        `$env:PSModulePath = '$ModulePath'
        Import-Module Telemetry.OpenTelemetry -RequiredVersion $version
        (Get-Module Telemetry, Telemetry.OpenTelemetry).Where({ -not `$_.ModuleBase.StartsWith('$ModulePath') })
        Register-TelemetryMetric package.tried Counter
        Start-TelemetryOtlpReporter http://127.0.0.1:1 -WarningAction Ignore
        (Stop-TelemetryReporter otlp -PassThru -WarningAction Ignore).LastError
"@
    $lines = Invoke-Shell -NoProfile -NonInteractive -Command $script
    $succeeded = $LASTEXITCODE -eq 0 -and "$lines" -like 'http://127.0.0.1:1/v1/metrics could not be reached*'
    Assert-That $succeeded "Telemetry.OpenTelemetry failed in ${ModulePath}: $lines"
}

# The first program of a package's readme, and what it says that it prints, in a project that has only the package, from the folder
# of packages alone, and a framework of the SDK if the program needs one.
function Test-Readme([string] $Package, [string] $Framework) {
    $project = Join-Path $temporary "$Package-project"
    $null = New-Item $project -ItemType Directory
    $global = (dotnet nuget locals global-packages --list) -replace '^global-packages: '
    $readme = [IO.File]::ReadAllText([IO.Path]::Combine($temporary, "$Package.$version.nupkg", 'README.md'))
    $example = [regex]::Match($readme, '(?s)```csharp\r?\n(?<code>.*?)```\r?\n```text\r?\n(?<output>.*?)\r?\n```')
    Set-Content (Join-Path $project 'Program.cs') $example.Groups['code'].Value -Encoding UTF8
    Set-Content (Join-Path $project 'nuget.config') @"
<configuration>
  <packageSources><clear /><add key="packages" value="$Path" /></packageSources>
  <fallbackPackageFolders><clear /><add key="at-hand" value="$global" /></fallbackPackageFolders>
  <config><add key="globalPackagesFolder" value="installed" /></config>
</configuration>
"@
    Set-Content (Join-Path $project 'Program.csproj') @"
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="$Package" Version="[$version]" /></ItemGroup>
  $(if ($Framework) { "<ItemGroup><FrameworkReference Include=`"$Framework`" /></ItemGroup>" })
</Project>
"@
    $lines = dotnet run --project (Join-Path $project 'Program.csproj') -v q
    $works = $LASTEXITCODE -eq 0 -and $lines -join "`n" -eq $example.Groups['output'].Value
    Assert-That $works "The program in the readme of $Package does not print what it says, but: $($lines -join "`n")"
}

# The analyzers, in the project that Test-Readme made for Telemetry.Core.
function Test-Analyzer {
    $project = Join-Path $temporary 'Telemetry.Core-project'
    $code = 'Telemetry.TelemetryDispatcher.Default.GetEvent("job..done");'
    Set-Content (Join-Path $project 'Program.cs') $code -Encoding UTF8
    $lines = dotnet build (Join-Path $project 'Program.csproj') -v q
    $works = $LASTEXITCODE -eq 0 -and "$lines" -match 'warning TEL101'
    Assert-That $works "The analyzers of Telemetry.Core do not find an invalid name in: $($lines -join "`n")"
}

try {
    $null = Expand-Package "Telemetry.Core.$version.nupkg" 'README.md', 'lib/net8.0/Telemetry.Core.dll', 'lib/net8.0/Telemetry.Core.xml',
        'lib/netstandard2.0/Telemetry.Core.dll', 'lib/netstandard2.0/Telemetry.Core.xml',
        'analyzers/dotnet/cs/Telemetry.Analyzers.dll', 'analyzers/dotnet/cs/Telemetry.Analyzers.CodeFixes.dll'
    $null = Expand-Package "Telemetry.Core.$version.snupkg" 'lib/net8.0/Telemetry.Core.pdb', 'lib/netstandard2.0/Telemetry.Core.pdb'
    $null = Expand-Package "Telemetry.Metrics.$version.nupkg" 'README.md', 'lib/net8.0/Telemetry.Metrics.dll',
        'lib/net8.0/Telemetry.Metrics.xml', 'lib/netstandard2.0/Telemetry.Metrics.dll', 'lib/netstandard2.0/Telemetry.Metrics.xml'
    $null = Expand-Package "Telemetry.Metrics.$version.snupkg" 'lib/net8.0/Telemetry.Metrics.pdb',
        'lib/netstandard2.0/Telemetry.Metrics.pdb'
    $null = Expand-Package "Telemetry.Reporters.$version.nupkg" 'README.md',
        'lib/net8.0/Telemetry.Reporters.dll', 'lib/net8.0/Telemetry.Reporters.xml',
        'lib/netstandard2.0/Telemetry.Reporters.dll', 'lib/netstandard2.0/Telemetry.Reporters.xml'
    $null = Expand-Package "Telemetry.Reporters.$version.snupkg" 'lib/net8.0/Telemetry.Reporters.pdb'
    foreach ($name in 'Telemetry.Logging', 'Telemetry.Polling', 'Telemetry.Alerts', 'Telemetry.Diagnostics') {
        $null = Expand-Package "$name.$version.nupkg" 'README.md', "lib/net8.0/$name.dll", "lib/net8.0/$name.xml",
            "lib/netstandard2.0/$name.dll", "lib/netstandard2.0/$name.xml"
        $null = Expand-Package "$name.$version.snupkg" "lib/net8.0/$name.pdb"
    }

    $null = Expand-Package "Telemetry.Extensions.$version.nupkg" 'README.md',
        'lib/net8.0/Telemetry.Extensions.dll', 'lib/net8.0/Telemetry.Extensions.xml'
    $null = Expand-Package "Telemetry.Extensions.$version.snupkg" 'lib/net8.0/Telemetry.Extensions.pdb'
    $null = Expand-Package "Telemetry.AspNetCore.$version.nupkg" 'README.md',
        'lib/net8.0/Telemetry.AspNetCore.dll', 'lib/net8.0/Telemetry.AspNetCore.xml'
    $null = Expand-Package "Telemetry.AspNetCore.$version.snupkg" 'lib/net8.0/Telemetry.AspNetCore.pdb'
    $null = Expand-Package "Telemetry.Hosting.$version.nupkg" 'README.md',
        'lib/net10.0/Telemetry.Hosting.dll', 'lib/net10.0/Telemetry.Hosting.xml',
        'buildTransitive/Telemetry.Hosting.targets', 'module/Telemetry.psd1', 'module/Telemetry.PowerShell.dll',
        'module/Telemetry.Metrics.dll', 'module/Telemetry.Reporters.dll',
        'module/Telemetry.Logging.dll', 'module/Telemetry.Polling.dll', 'module/Telemetry.Alerts.dll', 'module/Telemetry.Diagnostics.dll',
        'module/en-US/Telemetry.PowerShell.dll-Help.xml', 'module/en-US/about_Telemetry.help.txt'
    $null = Expand-Package "Telemetry.Hosting.$version.snupkg" 'lib/net10.0/Telemetry.Hosting.pdb'
    Expand-Module Telemetry 'Telemetry.PowerShell.dll', 'Telemetry.Core.dll', 'Telemetry.Metrics.dll', 'Telemetry.Reporters.dll',
        'Telemetry.Logging.dll', 'Telemetry.Polling.dll', 'Telemetry.Alerts.dll', 'Telemetry.Diagnostics.dll',
        'en-US/Telemetry.PowerShell.dll-Help.xml', 'en-US/about_Telemetry.help.txt', 'en-US/about_Telemetry_Handlers.help.txt'
    Expand-Module Telemetry.OpenTelemetry 'Telemetry.OpenTelemetry.dll', 'en-US/Telemetry.OpenTelemetry.dll-Help.xml',
        'engine/Telemetry.OpenTelemetry.Engine.dll', 'engine/OpenTelemetry.dll', 'engine/OpenTelemetry.Exporter.OpenTelemetryProtocol.dll'
    'The packages have what they need, and no path of this machine.'

    Test-Quickstart (Join-Path $Path 'modules')
    'The module Telemetry works in an empty module path.'
    $canReport = $PSVersionTable.PSVersion -ge [version] '7.6'
    if ($canReport) {
        Test-OtlpReporter (Join-Path $Path 'modules')
        'The module Telemetry.OpenTelemetry works beside it.'
    }
    else {
        'NOT TRIED: the module Telemetry.OpenTelemetry, which needs PowerShell 7.6.'
    }

    if (Get-Command Save-PSResource -ErrorAction Ignore) {
        Install-Copy (Join-Path $temporary 'saved')
        Test-Quickstart (Join-Path $temporary 'saved')
        if ($canReport) { Test-OtlpReporter (Join-Path $temporary 'saved') }
        'The modules work as PSResourceGet installs them.'
    }
    else {
        'NOT TRIED: installing the modules with PSResourceGet, which this PowerShell does not have.'
    }

    Test-Readme Telemetry.Core
    Test-Analyzer
    'The analyzers of Telemetry.Core work in an empty project.'
    Test-Readme Telemetry.Reporters
    Test-Readme Telemetry.Logging
    Test-Readme Telemetry.Polling
    Test-Readme Telemetry.Alerts
    Test-Readme Telemetry.Diagnostics
    Test-Readme Telemetry.Extensions Microsoft.AspNetCore.App
    Test-Readme Telemetry.AspNetCore
    Test-Readme Telemetry.Hosting
    'Telemetry.Core, Telemetry.Reporters, Telemetry.Logging, Telemetry.Polling, Telemetry.Alerts, Telemetry.Diagnostics, ' +
        'Telemetry.Extensions, Telemetry.AspNetCore and Telemetry.Hosting work in an empty project.'
}
finally {
    Remove-Item $temporary -Recurse -Force -ErrorAction Ignore
}
