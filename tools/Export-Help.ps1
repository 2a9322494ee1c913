<#
.SYNOPSIS
    Holds the pages of docs/cmdlets against the commands of the built modules, and exports the help that the modules ship.
.DESCRIPTION
    A page must be there for each command, and no other; it must have PlatyPS's structure, no placeholder left, and the very
    syntax and parameters that the command has. From pages that hold, it writes the help files that the build copies into
    the modules' folders. Needs PowerShell 7.6, which the module Telemetry.OpenTelemetry requires,
    Microsoft.PowerShell.PlatyPS 1.0 or later, and the modules in output.
.EXAMPLE
    ./tools/Export-Help.ps1 -Check
#>
[CmdletBinding()]
param(
    # Writes nothing, and counts it as a problem if a help file is not what the pages say.
    [switch] $Check
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$problems = [Collections.Generic.List[string]]::new()

Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0
Import-Module (Join-Path $PSScriptRoot MamlHelp.psm1)

# Each module, by the project of its cmdlets, after which the engine looks for the help file.
$projects = [ordered]@{ 'Telemetry' = 'Telemetry.PowerShell'; 'Telemetry.OpenTelemetry' = 'Telemetry.OpenTelemetry' }
$projects.Keys | ForEach-Object { Import-Module ([IO.Path]::Combine($root, 'output', $_)) }

# All of a parameter that a page says and a reader relies on. PlatyPS leaves out the values of an enum.
function Get-Signature($Parameter, [string[]] $AcceptedValues = $Parameter.AcceptedValues) {
    $sets = $Parameter.ParameterSets | Sort-Object Name | ForEach-Object {
        "$($_.Name) at $($_.Position) required=$($_.IsRequired) " +
            "value=$($_.ValueFromPipeline) property=$($_.ValueFromPipelineByPropertyName)"
    }
    "$($Parameter.Type); aliases: $($Parameter.Aliases | Sort-Object); accepts: $AcceptedValues; " +
        "wildcards: $($Parameter.SupportsWildcards); $($sets -join ', ')"
}

# What a page says of its command that is not so.
function Compare-Page($Page, $Command) {
    $said = @{}
    $Page.Parameters | ForEach-Object { $said[$_.Name] = Get-Signature $_ }
    foreach ($parameter in $Command.Parameters) {
        $type = (Get-Command $Command.Title).Parameters[$parameter.Name].ParameterType
        $is = if ($type.IsEnum) { Get-Signature $parameter ([enum]::GetNames($type)) } else { Get-Signature $parameter }
        if (-not $said.ContainsKey($parameter.Name)) {
            "has no parameter -$($parameter.Name)"
        }
        elseif ($said[$parameter.Name] -ne $is) {
            "says of -$($parameter.Name) '$($said[$parameter.Name])' where it is '$is'"
        }
    }

    $Page.Parameters | Where-Object { -not $_.Description } | ForEach-Object { "has no word about -$($_.Name)" }

    $said.Keys | Where-Object { $_ -notin $Command.Parameters.Name } | ForEach-Object { "has a parameter -$_ that is not there" }
    $pageSyntax, $syntax = $Page, $Command | ForEach-Object { $_.Syntax -replace ' \[<CommonParameters>\]$' -join '; ' }
    if ($pageSyntax -ne $syntax) {
        "has the syntax '$pageSyntax' where it is '$syntax'"
    }
}

$pages = @(Get-ChildItem ([IO.Path]::Combine($root, 'docs', 'cmdlets', '*-*.md')) -ErrorAction Ignore | Sort-Object Name)
$commands = @(Get-Command -Module @($projects.Keys) | Sort-Object Name)
$commands | Where-Object Name -NotIn $pages.BaseName | ForEach-Object { $problems.Add("There is no page docs/cmdlets/$($_.Name).md.") }
foreach ($page in $pages) {
    $name = "docs/cmdlets/$($page.Name)"
    $command = $commands | Where-Object Name -EQ $page.BaseName
    if (-not $command) {
        $problems.Add("$name is of no command of the modules.")
    }
    elseif (-not (Test-MarkdownCommandHelp $page.FullName)) {
        $problems.Add("${name}: $((Test-MarkdownCommandHelp $page.FullName -DetailView).Messages -notlike 'PASS*' -join '; ')")
    }
    else {
        Compare-Page (Import-MarkdownCommandHelp $page.FullName) (New-CommandHelp $command) | ForEach-Object { $problems.Add("$name $_.") }
    }

    if ([IO.File]::ReadAllText($page.FullName) -match '\{\{.*\}\}') {
        $problems.Add("$name has a placeholder left: $($Matches[0])")
    }
}

# Writes the help file of a module, unless it is what the pages say.
function Export-Page([string] $Module, [string] $Project) {
    $own = @($pages.FullName | Where-Object { (Get-Command ([IO.Path]::GetFileNameWithoutExtension($_))).ModuleName -eq $Module })
    $help = ConvertTo-MamlHelp (Import-MarkdownCommandHelp $own)
    $file = [IO.Path]::Combine($root, 'src', $Project, 'help', 'en-US', "$Project.dll-Help.xml")
    $isCurrent = [IO.File]::Exists($file) -and [IO.File]::ReadAllText($file).Replace("`r`n", "`n") -ceq $help
    if ($isCurrent) {
        "$Module`: $($own.Count) pages hold, and the help that the module ships is what they say."
    }
    elseif ($Check) {
        $problems.Add("The help that $Module ships is not what the pages say: run ./build.ps1 Docs, and commit what it writes.")
    }
    else {
        # Into the built module too, as the next build would.
        foreach ($folder in (Split-Path $file), [IO.Path]::Combine($root, 'output', $Module, 'en-US')) {
            $null = New-Item $folder -ItemType Directory -Force
            [IO.File]::WriteAllText((Join-Path $folder (Split-Path $file -Leaf)), $help)
        }

        "$Module`: $($own.Count) pages hold, and the help that the module ships was written from them."
    }
}

if (-not $problems.Count) {
    $projects.Keys | ForEach-Object { Export-Page $_ $projects[$_] }
}

$problems | ForEach-Object { [Console]::Error.WriteLine($_) }
exit [int] ($problems.Count -gt 0)
