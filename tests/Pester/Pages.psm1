# The code on the pages, for the tests that run it. The pages are read line by line, so that no block is passed over for its
# indentation, its fence or its language.
$repository = [IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', '..'))

# Every page of the repository, by its path there.
function Get-Page {
    $folders = 'docs', 'src', 'examples', 'benchmarks', 'tests', 'tools', '.github' | ForEach-Object { Join-Path $repository $_ }
    @(Get-ChildItem $repository -Filter *.md) + @(Get-ChildItem $folders -Filter *.md -Recurse) |
        ForEach-Object { $_.FullName.Substring($repository.Length + 1).Replace('\', '/') } |
        Where-Object { $_ -notmatch '/(bin|obj)/' } |
        Sort-Object
}

# The blocks of code of a page. What a block prints is the block that follows it, if that is a text.
function Get-CodeBlock([string] $Page) {
    $blocks = [Collections.Generic.List[object]]::new()
    $open = $null
    $number = 0
    foreach ($line in [IO.File]::ReadAllLines((Join-Path $repository $Page))) {
        $number++
        $fence = [regex]::Match($line, '^\s*(?<fence>`{3,}|~{3,})\s*(?<language>.*?)\s*$')
        if ($open -and $fence.Success -and $fence.Groups['language'].Value -eq '' -and $fence.Groups['fence'].Value.StartsWith($open)) {
            $open = $null
        }
        elseif ($open) {
            $blocks[-1].Code += "$line`n"
        }
        elseif ($fence.Success) {
            $open = $fence.Groups['fence'].Value
            $blocks.Add([pscustomobject]@{
                    Page = $Page; Line = $number; Language = $fence.Groups['language'].Value; Code = ''; Output = $null
                })
        }
    }

    for ($i = 0; $i -lt $blocks.Count - 1; $i++) {
        if ($blocks[$i].Language -notin 'text', 'output' -and $blocks[$i + 1].Language -in 'text', 'output') {
            $blocks[$i].Output = $blocks[$i + 1].Code.TrimEnd("`n")
        }
    }

    $blocks
}

# The blocks that are to be run in PowerShell.
# A block of the language ps1 is a file of a program, and is run with the program.
function Get-PowerShellBlock([string] $Page) {
    Get-CodeBlock $Page | Where-Object Language -In 'powershell', 'pwsh', 'posh', 'ps'
}

Export-ModuleMember -Function *
