# The programs of the pages that are for a whole PowerShell, each as its reader runs it: from a file, in a process and a folder
# of its own, with the module found by its name. The other pages are run by the unit tests, in the engine alone.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Common.psm1"
    $pages = @(Get-ChildItem (Get-RepositoryPath docs/cookbook) -Filter *.md) + @(Get-Item (Get-RepositoryPath docs/from-engine-events.md))
    $programs = foreach ($page in $pages) {
        $text = [IO.File]::ReadAllText($page.FullName) -replace "`r"
        foreach ($match in [regex]::Matches($text, '(?ms)^```powershell\n(?<code>.*?)^```$(\n+^```text\n(?<output>.*?)^```$)?')) {
            @{
                Page   = $page.Name
                Line   = $text.Substring(0, $match.Index).Split("`n").Count
                Code   = $match.Groups['code'].Value
                Output = $match.Groups['output'].Value.TrimEnd("`n")
            }
        }
    }
}

Describe 'The programs of the documentation' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $show = @'
            $env:PSModulePath = 'MODULES' + [IO.Path]::PathSeparator + $env:PSModulePath
            Set-Location 'FOLDER'
            & {
                if ('FILE' -like '*.Tests.ps1') { Invoke-Pester 'FILE' 6>&1 } else { & 'FILE' *>&1 }
            } | & {
                process {
                    if ($_ -is [Management.Automation.WarningRecord]) { "WARNING: $_" }
                    elseif ($_ -is [Management.Automation.ErrorRecord]) { "ERROR: $_" }
                    else { $_ }
                }
            } | Out-String -Stream -Width 160
            "left: $(@(Get-TelemetryHandler).Count)"
'@

        # What is another at each run, as the unit tests have it.
        function ConvertTo-Stable([string] $Text) {
            $Text -replace ' *\d+\.\d+ m?s\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)?', '#'
        }
    }

    It '<Page>, line <Line>, prints what it says and leaves no handlers' -ForEach $programs {
        if ($PSEdition -eq 'Desktop' -and $Code -match '-Parallel|ThreadJob') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has neither ForEach-Object -Parallel nor thread jobs'
        }

        $folder = (New-Item (Join-Path $TestDrive "$Page-$Line") -ItemType Directory).FullName
        $file = Join-Path $folder $(if ($Code -match '(?m)^Describe ') { 'Page.Tests.ps1' } else { 'program.ps1' })
        [IO.File]::WriteAllText($file, $Code)
        Copy-Item (Get-RepositoryPath examples/data/access.log) $folder

        $runner = Join-Path $folder runner.ps1
        $shown = $show.Replace('MODULES', (Get-RepositoryPath output)).Replace('FOLDER', $folder).Replace('FILE', $file)
        [IO.File]::WriteAllText($runner, $shown)

        $run = Invoke-FreshPwsh "& '$runner'"

        $lines = @($run.Lines | ForEach-Object TrimEnd) -ne ''
        $lines[-1] | Should -Be 'left: 0'
        if ($file -like '*.Tests.ps1') {
            "$lines" | Should -BeLike "*$Output*"
        }
        else {
            ConvertTo-Stable (@($lines | Select-Object -SkipLast 1) -join "`n") | Should -Be (ConvertTo-Stable $Output)
        }
    }
}
