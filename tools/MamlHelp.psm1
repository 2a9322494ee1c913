# Makes the help file that Get-Help reads, from pages as Import-MarkdownCommandHelp of PlatyPS reads them. Not by
# Export-MamlCommandHelp, whose files (of 1.0) lose default values and what pipeline and wildcards do in the syntax, leave the
# code of an example in its text, fences and control characters included, and keep the line breaks of the pages.

Add-Type -AssemblyName System.Xml.Linq

$namespaces = @{
    maml    = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev     = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

# An element, with text or elements in it.
function New-Element([string] $Name, $Content, [Collections.IDictionary] $Attributes = @{}) {
    $prefix, $local = $Name -split ':'
    $element = [Xml.Linq.XElement]::new([Xml.Linq.XName]::Get($local, $namespaces[$prefix]))
    foreach ($key in $Attributes.Keys) {
        $element.SetAttributeValue($key, $Attributes[$key])
    }

    $Content | Where-Object { $null -ne $_ } | ForEach-Object { $element.Add($_) }
    , $element
}

# The paragraphs of a text, each on one line, for the console to break where it is full. The items of a list stay apart.
function Get-Paragraph([string] $Text) {
    $plain = $Text.Replace("`r`n", "`n").Trim() -replace '\[([^\]]+)\]\([^)]+\)', '$1'
    $plain -split '\n\s*\n' | Where-Object { $_ } | ForEach-Object { $_.Trim() -replace '\s*\n\s*(?!\s|- )', ' ' }
}

# Get-Help sets a blank line between two paragraphs.
function New-Paragraph([string] $Name, [string] $Text) {
    New-Element $Name @(Get-Paragraph $Text | ForEach-Object { New-Element maml:para $_ })
}

function Get-PipelineInput($Set) {
    $ways = @(if ($Set.ValueFromPipeline) { 'ByValue' }) + @(if ($Set.ValueFromPipelineByPropertyName) { 'ByPropertyName' })
    if ($ways) { "true ($($ways -join ', '))" } else { 'false' }
}

# What comes after the name of a parameter: its type, as it is written in the syntax, or the values that it accepts.
function New-ParameterValue($Parameter, [string] $Type, [switch] $InSyntax) {
    if ($InSyntax -and $Parameter.AcceptedValues) {
        New-Element command:parameterValueGroup @($Parameter.AcceptedValues | ForEach-Object {
                New-Element command:parameterValue $_ -Attributes ([ordered]@{ required = 'false'; variableLength = 'false' })
            })
    }
    elseif ($Type) {
        New-Element command:parameterValue $Type -Attributes ([ordered]@{ required = 'true'; variableLength = $Type.EndsWith('[]') })
    }
}

# A parameter, as it is in one of its parameter sets.
function New-Parameter($Parameter, $Set, [string] $Type, [switch] $InSyntax) {
    New-Element command:parameter @(
        New-Element maml:name $Parameter.Name
        if (-not $InSyntax) { New-Paragraph maml:description $Parameter.Description }
        New-ParameterValue $Parameter $Type -InSyntax:$InSyntax
        New-Element dev:type (New-Element maml:name $Parameter.Type)
        New-Element dev:defaultValue $Parameter.DefaultValue
    ) -Attributes ([ordered]@{
            required       = $Set.IsRequired
            variableLength = $Type.EndsWith('[]')
            globbing       = $Parameter.SupportsWildcards
            pipelineInput  = Get-PipelineInput $Set
            position       = $Set.Position.ToLowerInvariant()
            aliases        = if ($Parameter.Aliases) { $Parameter.Aliases -join ', ' } else { 'none' }
        })
}

# The syntax of a parameter set has its parameters in the order in which the page names them there.
function New-Syntax($Page, $Syntax, [Collections.IDictionary] $Types) {
    $setName = $Syntax.ParameterSetName -replace ' \(Default\)$'
    New-Element command:syntaxItem @(
        New-Element maml:name $Page.Title
        foreach ($match in [regex]::Matches("$Syntax", '(?<=[ [])-(?<name>\w+)')) {
            $parameter = $Page.Parameters | Where-Object Name -EQ $match.Groups['name'].Value
            $set = $parameter.ParameterSets | Where-Object { $_.Name -in $setName, '(All)' } | Select-Object -First 1
            New-Parameter $parameter $set -Type $Types[$parameter.Name] -InSyntax
        }
    )
}

function New-TypeList([string] $Name, $Types) {
    New-Element "command:${Name}s" @($Types | ForEach-Object {
            New-Element "command:$Name" @(
                New-Element dev:type (New-Element maml:name $_.Typename)
                New-Paragraph maml:description $_.Description
            )
        })
}

# An example is a text, its code, what that prints, and perhaps another text. Get-Help shows an introduction and the code on one
# line, which Windows PowerShell cannot be kept from: both texts come after the code, as in the help of PowerShell itself.
function New-Example($Example) {
    $text = $Example.Remarks.Replace("`r`n", "`n")
    $blocks = [regex]::Matches($text, '(?ms)^```(?<kind>\w+)\n(?<text>.*?)\n```$')
    $code, $output = foreach ($kind in 'powershell', 'output') {
        , @($blocks | Where-Object { $_.Groups['kind'].Value -eq $kind } | ForEach-Object { $_.Groups['text'].Value })
    }

    $remarks = @(
        if ($output) { "Output:`n`n" + ($output -join "`n") }
        Get-Paragraph $text.Substring(0, $blocks[0].Index)
        Get-Paragraph $text.Substring($blocks[$blocks.Count - 1].Index + $blocks[$blocks.Count - 1].Length)
    )
    New-Element command:example @(
        New-Element maml:title "----- $($Example.Title) -----"
        New-Element maml:introduction (New-Element maml:para '')
        New-Element dev:code ($code -join "`n`n")
        New-Element dev:remarks @($remarks + '' | ForEach-Object { New-Element maml:para $_ })
    )
}

# A command or a topic of this module, which Get-Help has: the path of its page would help nobody at a prompt.
function New-Link($Link) {
    New-Element maml:navigationLink @(
        New-Element maml:linkText $Link.LinkText
        New-Element maml:uri $(if ($Link.Uri -like 'http*') { $Link.Uri })
    )
}

function New-Command($Page) {
    $types = @{}
    foreach ($match in [regex]::Matches($Page.Syntax -join ' ', '-(?<name>\w+)\]? <(?<type>[^>]+)>')) {
        $types[$match.Groups['name'].Value] = $match.Groups['type'].Value
    }

    $verb, $noun = $Page.Title -split '-'
    New-Element command:command @(
        New-Element command:details @(
            New-Element command:name $Page.Title
            New-Element command:verb $verb
            New-Element command:noun $noun
            New-Paragraph maml:description $Page.Synopsis
        )
        New-Paragraph maml:description $Page.Description
        New-Element command:syntax @($Page.Syntax | ForEach-Object { New-Syntax $Page $_ -Types $types })
        New-Element command:parameters @($Page.Parameters | ForEach-Object {
                New-Parameter $_ $_.ParameterSets[0] -Type $types[$_.Name]
            })
        New-TypeList inputType $Page.Inputs
        New-TypeList returnValue $Page.Outputs
        New-Element maml:alertSet (New-Paragraph maml:alert $Page.Notes)
        New-Element command:examples @($Page.Examples | ForEach-Object { New-Example $_ })
        New-Element command:relatedLinks @($Page.RelatedLinks | ForEach-Object { New-Link $_ })
    )
}

<#
.SYNOPSIS
    Gives the text of the help file for pages, as Import-MarkdownCommandHelp read them.
#>
function ConvertTo-MamlHelp($Page) {
    $root = [Xml.Linq.XElement]::new([Xml.Linq.XName]::Get('helpItems', 'http://msh'))
    foreach ($prefix in 'maml', 'command', 'dev') {
        $root.SetAttributeValue([Xml.Linq.XNamespace]::Xmlns + $prefix, $namespaces[$prefix])
    }

    $root.SetAttributeValue('schema', 'maml')
    $Page | ForEach-Object { $root.Add((New-Command $_)) }
    "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n" + $root.ToString().Replace("`r`n", "`n") + "`n"
}

Export-ModuleMember -Function ConvertTo-MamlHelp
