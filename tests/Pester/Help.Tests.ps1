# The help as a reader has it at a prompt: what Get-Help shows, and that every example prints what its page says.
# tests/Unit/Help holds pages, help and commands together.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Common.psm1"
    $cmdlets = @(Get-ChildItem (Get-RepositoryPath 'docs/cmdlets/*-*.md') | ForEach-Object BaseName |
            Where-Object { $_ -notlike '*Otlp*' -or (Test-OpenTelemetryModule) })
    $topics = 'about_Telemetry', 'about_Telemetry_Handlers'
}

Describe 'The help' {
    # With it, other tests cannot remove the module that it requires.
    AfterAll { Remove-Module Telemetry.OpenTelemetry -ErrorAction Ignore }

    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Pages.psm1"
        if (Test-OpenTelemetryModule) { Import-Module (Get-RepositoryPath output/Telemetry.OpenTelemetry) }

        # The examples of a page: its code blocks, each with what it prints, if that is shown.
        function Get-PageExample([string] $Cmdlet) {
            Get-PowerShellBlock "docs/cmdlets/$Cmdlet.md" | ForEach-Object {
                [pscustomobject]@{ Code = $_.Code.TrimEnd("`n"); Output = "$($_.Output)" }
            }
        }

        # The same of a topic, whose code stands eight columns in, and what it prints after a line that says so.
        function Get-TopicExample([string] $Topic) {
            $text = [IO.File]::ReadAllText((Get-RepositoryPath "src/Telemetry.PowerShell/help/en-US/$Topic.help.txt")).Replace("`r`n", "`n")
            $blocks = '(?m)(?<code>^ {8}.*\n(( {8}.*)?\n)*)(    Output:\n\n(?<output>( {8}.*\n)+))?'
            [regex]::Matches($text, $blocks) | ForEach-Object {
                [pscustomobject]@{
                    Code   = $_.Groups['code'].Value -replace '(?m)^ {8}'
                    Output = ($_.Groups['output'].Value -replace '(?m)^ {8}').TrimEnd()
                }
            }
        }

        # What each example prints, all in one process, one after the other, in a folder that has the files they read.
        function Get-PrintedOutput([object[]] $Example) {
            $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
            Copy-Item (Get-RepositoryPath tests/Pester/Files/*) $folder
            $find = "`$env:PSModulePath = '$(Get-RepositoryPath output)' + [IO.Path]::PathSeparator + `$env:PSModulePath"
            $code = @("Set-Location '$folder'; $find; Import-Module Telemetry") + @($Example | ForEach-Object {
                    'Get-TelemetryReporter | Stop-TelemetryReporter -WarningAction SilentlyContinue'
                    'Get-TelemetryLog | Stop-TelemetryLog -WarningAction SilentlyContinue'
                    '$null = Get-TelemetryHandler | Unregister-TelemetryHandler; $null = Get-TelemetryMetric | Unregister-TelemetryMetric'
                    'Get-TelemetryPoll | Unregister-TelemetryPoll; Get-TelemetryAlert | Unregister-TelemetryAlert'
                    'Get-TelemetrySource | Disable-TelemetrySource; Unpublish-TelemetryMetric'
                    "'=====' | Out-Default"
                    "& {`n$($_.Code)`n} | Out-Default"
                })
            Set-Content (Join-Path $folder run.ps1) ($code -join "`n")
            $run = Invoke-FreshPwsh "& '$(Join-Path $folder run.ps1)'"
            ($run.Lines | ForEach-Object { $_.TrimEnd() }) -join "`n" -split '(?m)^=====\n?' | Select-Object -Skip 1 |
                ForEach-Object { $_.Trim("`n") }
        }

        function Test-Example([object[]] $Example) {
            $Example.Count | Should -BeGreaterThan 0
            $printed = @(Get-PrintedOutput $Example)
            $printed.Count | Should -Be $Example.Count
            for ($i = 0; $i -lt $Example.Count; $i++) {
                $printed[$i] | Should -BeExactly ($Example[$i].Output -replace '(?m) +$').Trim("`n") -Because "example $($i + 1) says so"
            }
        }
    }

    It 'Get-Help shows all of <_>, offline' -ForEach $cmdlets {
        $page = [IO.File]::ReadAllText((Get-RepositoryPath "docs/cmdlets/$_.md")) -replace '\s'
        $shown = (Get-Help $_ -Full | Out-String -Width 80) -replace '\s'
        $help = Get-Help $_ -Full

        $texts = @($help.Description.Text) + @($help.Parameters.Parameter.Description.Text) + @($help.AlertSet.Alert.Text)
        $texts | ForEach-Object {
            $page | Should -BeLike "*$([WildcardPattern]::Escape($_ -replace '\s'))*"
            $shown | Should -BeLike "*$([WildcardPattern]::Escape($_ -replace '\s'))*"
        }
        @($help.Examples.Example).Count | Should -BeGreaterOrEqual 3
        $help.Parameters.Parameter.Name | Should -Not -BeNullOrEmpty
        @(Get-Help $_ -Parameter *).Count | Should -Be @($help.Parameters.Parameter).Count
    }

    It 'Get-Help shows the code of the examples of <_> as it is on the page' -ForEach $cmdlets {
        $shown = (Get-Help $_ -Examples | Out-String -Width 80).Replace("`r`n", "`n") -replace '(?m) +$'

        Get-PageExample $_ | ForEach-Object {
            $code = $_.Code -replace '(?m)^(?=.)', '    '
            $shown.Contains("`n$code`n") | Should -BeTrue -Because $code
        }
    }

    It 'Get-Help shows <_> in a fresh session' -ForEach $topics {
        $run = Invoke-FreshPwsh "$(Get-ImportCommand); Get-Help $_"

        "$($run.Lines)" | Should -BeLike "*TOPIC*$_*SHORT DESCRIPTION*LONG DESCRIPTION*SEE ALSO*"
    }

    It 'every example of <_> prints what the page says' -ForEach $cmdlets -Skip:($PSEdition -eq 'Desktop') {
        Test-Example @(Get-PageExample $_)
    }

    It 'every example of <_> prints what the topic says' -ForEach $topics -Skip:($PSEdition -eq 'Desktop') {
        Test-Example @(Get-TopicExample $_)
    }
}
