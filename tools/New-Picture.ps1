<#
.SYNOPSIS
    Draws the pictures of the documentation again.
.DESCRIPTION
    Each script in docs/pictures runs in a real terminal, until the lines that its first comment asks for are on the screen. What the
    screen then shows becomes the picture of the same name, as SVG. Needs tmux, and the module in output/Telemetry.
.EXAMPLE
    ./tools/New-Picture.ps1 watch-web-calls
#>
[CmdletBinding()]
param(
    # The names of the pictures; all by default.
    [Parameter(Position = 0)]
    [string[]] $Name = '*',

    # The longest time to wait for the lines, in seconds.
    [int] $Timeout = 120
)

$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot Shell.ps1)
$root = Split-Path $PSScriptRoot
$folder = [IO.Path]::Combine($root, 'docs', 'pictures')
$colors = '#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#e6edf3'
$brightColors = '#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'
$plain = '#e6edf3'

# The first line of the script: "# 100 x 20, until: <regular expression>".
function Get-Scene([string] $Path) {
    $first = Get-Content -LiteralPath $Path -TotalCount 1
    if ($first -notmatch '^# (?<width>\d+) x (?<height>\d+), until: (?<until>.+)$') {
        throw "The first line of $Path does not say size and end, as in: # 100 x 20, until: <regular expression>"
    }

    [pscustomobject] @{ Width = [int] $Matches.width; Height = [int] $Matches.height; Until = $Matches.until }
}

# The lines of the screen, with the escape sequences of colors.
function Get-Screen([string] $Path, $Scene) {
    $socket = "telemetry-$([guid]::NewGuid())"
    try {
        $null = tmux -L $socket -f /dev/null new-session -d -x $Scene.Width -y $Scene.Height `
            $shellProgram @shellArguments -NoProfile -NoLogo -File $Path
        $end = [DateTime]::UtcNow.AddSeconds($Timeout)
        while (((tmux -L $socket capture-pane -p) -join "`n") -notmatch $Scene.Until) {
            if ([DateTime]::UtcNow -gt $end) {
                $shown = (tmux -L $socket capture-pane -p) -join "`n"
                throw "$Path did not show '$($Scene.Until)' in $Timeout seconds. The screen: $shown"
            }

            Start-Sleep -Milliseconds 200
        }

        tmux -L $socket capture-pane -p -e
    }
    finally {
        $null = tmux -L $socket kill-server
    }
}

function Get-Color([string] $Codes, $Current) {
    $color, $isBold = $Current
    foreach ($code in $Codes.Split(';') | ForEach-Object { [int] "0$_" }) {
        switch ($code) {
            0 { $color = $plain; $isBold = $false }
            1 { $isBold = $true }
            22 { $isBold = $false }
            39 { $color = $plain }
            { $_ -in 30..37 } { $color = $colors[$code - 30] }
            { $_ -in 90..97 } { $color = $brightColors[$code - 90] }
        }
    }

    $color, $isBold
}

function ConvertTo-Svg([string[]] $Line, $Scene) {
    $wide = 8.4
    $high = 18
    $xml = [Security.SecurityElement]
    $rows = @($Line)
    "<svg xmlns=""http://www.w3.org/2000/svg"" width=""$($Scene.Width * $wide + 24)"" height=""$($rows.Count * $high + 24)"" " +
        'font-family="ui-monospace, Menlo, Consolas, ''DejaVu Sans Mono'', monospace" font-size="14">'
    '<rect width="100%" height="100%" rx="6" fill="#0d1117"/>'
    $style = $plain, $false
    for ($row = 0; $row -lt $rows.Count; $row++) {
        $column = 0
        foreach ($part in [regex]::Matches($rows[$row], "`e\[(?<codes>[\d;]*)m|(?<text>[^`e]+)|`e\[[^a-zA-Z]*[a-zA-Z]")) {
            if ($part.Groups['codes'].Success) {
                $style = Get-Color $part.Groups['codes'].Value $style
                continue
            }

            # Parts apart, or the font's own width would move the columns.
            foreach ($word in [regex]::Matches($part.Groups['text'].Value, '\S+( \S+)*')) {
                $x = 12 + ($column + $word.Index) * $wide
                $weight = if ($style[1]) { ' font-weight="bold"' }
                "<text x=""$($x.ToString('0.#', [cultureinfo]::InvariantCulture))"" y=""$(26 + $row * $high)"" " +
                    "textLength=""$(($word.Length * $wide).ToString('0.#', [cultureinfo]::InvariantCulture))"" " +
                    "fill=""$($style[0])""$weight xml:space=""preserve"">$($xml::Escape($word.Value))</text>"
            }

            $column += $part.Groups['text'].Length
        }
    }

    '</svg>'
}

foreach ($script in Get-ChildItem -Path ($Name | ForEach-Object { Join-Path $folder "$_.ps1" })) {
    $scene = Get-Scene $script.FullName
    $lines = @(Get-Screen $script.FullName $scene)
    while ($lines.Count -and -not $lines[-1].Trim()) {
        $lines = @($lines | Select-Object -SkipLast 1)
    }

    $svg = (ConvertTo-Svg $lines $scene) -join "`n"
    [IO.File]::WriteAllText([IO.Path]::ChangeExtension($script.FullName, '.svg'), "$svg`n")
    Write-Verbose "$($script.BaseName) is drawn."
}
