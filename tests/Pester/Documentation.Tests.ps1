# The PowerShell of the pages, as its reader runs it: from a file, with the module found by its name. The programs of the cookbook
# are run each in a process and a folder of its own, the other examples page by page. Help.Tests.ps1 runs those of docs/cmdlets.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Pages.psm1" -Force
    $runs = foreach ($page in Get-Page) {
        $examples = @(Get-PowerShellBlock $page | ForEach-Object {
                @{ Page = $page; Line = $_.Line; Code = $_.Code; Output = $_.Output }
            })
        $ofPrograms = $page -like 'docs/cookbook/*' -or $page -eq 'docs/from-engine-events.md'
        if ($page -like 'docs/cmdlets/*' -or -not $examples) {
            continue
        }
        elseif ($ofPrograms) {
            $examples | ForEach-Object { @{ Name = "$page, line $($_.Line)"; Examples = @($_); IsProgram = $true } }
        }
        else {
            @{ Name = $page; Examples = $examples; IsProgram = $false }
        }
    }
}

Describe 'The examples of <Name>' -ForEach $runs {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Postgres.psm1"
        Import-Module "$PSScriptRoot/OtlpReceiver.psm1"

        # What is another at each run: lengths of time with a decimal point, and times of day with a date. The place of a failure
        # in a file is not shown at a prompt.
        function ConvertTo-Stable([string] $Text) {
            $Text -replace ' \(at <ScriptBlock>, \S+: line \d+\)' -replace (
                ' *\d+\.\d+ ?m?s\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)?'), '#'
        }

        function Test-IsSkipped([string] $Code) {
            ($PSEdition -eq 'Desktop' -and $Code -match '-Parallel|ThreadJob') -or
            ($PSVersionTable.PSVersion -lt [version] '7.5' -and $Code -match 'TelemetrySource|ActivitySource|Publish-Telemetry') -or
            (-not (Test-OpenTelemetryModule) -and $Code -match 'Otlp|Telemetry\.OpenTelemetry|TRACEPARENT')
        }

        # The server that a program pushes to, at the address that its page names; nothing where it is not installed.
        function Start-Pushgateway {
            $program = Get-Command prometheus-pushgateway, (Get-RepositoryPath .tools/pushgateway/usr/bin/prometheus-pushgateway) `
                -CommandType Application -ErrorAction Ignore | Select-Object -First 1
            if ($program) {
                $log = Join-Path $TestDrive pushgateway.log
                $process = Start-Process $program.Source '--web.listen-address=127.0.0.1:9091', '--persistence.file=' -PassThru `
                    -RedirectStandardOutput "$log.out" -RedirectStandardError $log
                for ($attempt = 0; $attempt -lt 100; $attempt++) {
                    try { $null = Invoke-WebRequest http://127.0.0.1:9091/-/ready -UseBasicParsing; return $process }
                    catch { Start-Sleep -Milliseconds 100 }
                }

                $process | Stop-Process -ErrorAction Ignore
                throw "The Pushgateway did not start: $(Get-Content $log -Raw)"
            }
        }

        $needsPushgateway = "$($Examples.Code)" -match '127\.0\.0\.1:9091'
        $pushgateway = if ($needsPushgateway) { Start-Pushgateway }
        $needsPostgres = "$($Examples.Code)" -match '\bpsql\b'
        $postgres = if ($needsPostgres) { Start-TestDatabase }

        # The receiver in place of the one at the default address, which a page names. Reporters find it by their variable.
        $needsOtlp = "$($Examples.Code)" -match 'Start-TelemetryOtlpReporter' -and -not (Test-IsSkipped 'Otlp')
        $otlp = if ($needsOtlp -and (Test-OtlpReceiver)) { Start-OtlpReceiver }

        # What is written is shown by Out-String, and not by the host, so that the streams keep their order.
        $show = @'
            param($File)
            & {
                if ($File -like '*.Tests.ps1') { Invoke-Pester $File 6>&1 } else { & $File *>&1 }
            } | & {
                process {
                    if ($_ -is [Management.Automation.WarningRecord]) { "WARNING: $_" }
                    elseif ($_ -is [Management.Automation.VerboseRecord]) { "VERBOSE: $_" }
                    elseif ($_ -is [Management.Automation.DebugRecord]) { "DEBUG: $_" }
                    elseif ($_ -is [Management.Automation.ErrorRecord]) { "ERROR: $_" }
                    else { $_ }
                }
            } | Out-String -Stream -Width 120
            $left = @((Get-TelemetryHandler).Id | Select-Object -Unique)
            "===== left: $($left.Count + @(Get-TelemetryMetric).Count + @(Get-TelemetryReporter).Count)"
            $left | Unregister-TelemetryHandler
'@
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        Copy-Item (Get-RepositoryPath examples/data/access.log) $folder
        [IO.File]::WriteAllText((Join-Path $folder show.ps1), $show)

        # The readme is read in the root of the repository.
        $location = if ($Name -eq 'README.md') { Get-RepositoryPath . } else { $folder }
        $commands = @(
            "`$env:PSModulePath = '$(Get-RepositoryPath output)' + [IO.Path]::PathSeparator + `$env:PSModulePath"
            "Set-Location '$location'"
            if ($otlp) { "`$env:OTEL_EXPORTER_OTLP_ENDPOINT = '$($otlp.Endpoint)'" }
            if (-not $IsProgram) { 'Import-Module Telemetry' }
            foreach ($example in $Examples | Where-Object { -not (Test-IsSkipped $_.Code) }) {
                $extension = if ($example.Code -match '(?m)^Describe ') { 'Tests.ps1' } else { 'ps1' }
                $file = Join-Path $folder "example-$($example.Line).$extension"
                [IO.File]::WriteAllText($file, $example.Code)
                "'===== line: $($example.Line)'; & '$(Join-Path $folder show.ps1)' '$file'"
            }
        )
        [IO.File]::WriteAllText((Join-Path $folder run.ps1), $commands -join "`n")
        $run = Invoke-FreshPwsh "& '$(Join-Path $folder run.ps1)'"

        # By line of the page: what the example printed, and how many handlers, metrics and reporters it left.
        $printed = @{}
        $left = @{}
        $line = 0
        foreach ($text in $run.Lines | ForEach-Object TrimEnd) {
            if ($text -match '^===== line: (\d+)$') {
                $line = [int] $Matches[1]
                $printed[$line] = [Collections.Generic.List[string]]::new()
            }
            elseif ($text -match '^===== left: (\d+)$') {
                $left[$line] = [int] $Matches[1]
            }
            elseif ($line) {
                $printed[$line].Add($text)
            }
        }
    }

    AfterAll {
        $pushgateway | Stop-Process
        $postgres | Stop-TestDatabase
        if ($otlp) { $otlp.Stop() }
    }

    It 'line <Line> prints what the page says' -ForEach $Examples {
        if ($needsPushgateway -and -not $pushgateway) {
            $env:TELEMETRY_TESTS_REQUIRE_TOOLS | Should -Not -Be '1' -Because 'it needs a Pushgateway, which tools/install-servers installs'
            Set-ItResult -Skipped -Because 'it needs a Pushgateway, in the PATH or by tools/install-servers'
        }

        if ($needsPostgres -and -not $postgres) {
            $env:TELEMETRY_TESTS_REQUIRE_TOOLS | Should -Not -Be '1' -Because 'it needs PostgreSQL, which tools/install-servers installs'
            Set-ItResult -Skipped -Because 'it needs PostgreSQL, by tools/install-servers'
        }

        if ($needsOtlp -and -not $otlp) {
            Set-ItResult -Skipped -Because 'it needs a receiver of OTLP, by Node.js and tools/install-servers'
        }

        if (Test-IsSkipped $Code) {
            Set-ItResult -Skipped -Because 'this PowerShell has no ForEach-Object -Parallel and thread jobs, or not all sources'
        }

        $Output | Should -Not -BeNullOrEmpty -Because 'an example says what it prints'
        $lines = @($printed[$Line]) -ne ''
        if ($Code -match '(?m)^Describe ') {
            "$lines" | Should -BeLike "*$Output*"
        }
        else {
            $expected = @($Output -split "`n" | ForEach-Object TrimEnd) -ne ''
            ConvertTo-Stable ($lines -join "`n") | Should -Be (ConvertTo-Stable ($expected -join "`n"))
        }

        $left.ContainsKey($Line) | Should -BeTrue -Because 'it ran to its end'
        if ($IsProgram) {
            $left[$Line] | Should -Be 0 -Because 'a program unregisters its handlers and metrics, and stops its reporters'
            if ($otlp) { $otlp.Spans | Should -Not -BeNullOrEmpty -Because 'its spans arrive' }
        }
    }
}

Describe 'The pages' {
    BeforeAll { Import-Module "$PSScriptRoot/Pages.psm1" -Force }

    It 'have no line of PowerShell outside of a block that is run' {
        # Found by other means than the blocks are.
        $fences = Get-Page | ForEach-Object { Get-Item (Join-Path "$PSScriptRoot/../.." $_) -Force } |
            Select-String '(```|~~~)\s*(powershell|pwsh|posh|ps)\b'
        $blocks = Get-Page | ForEach-Object { Get-PowerShellBlock $_ }

        @($blocks).Count | Should -BeGreaterThan 80
        @($blocks).Count | Should -Be @($fences).Count
    }

    It 'have blocks of these languages only, each run or known why not' {
        $languages = [ordered]@{
            ''         = 'the syntax of a cmdlet, which ./build.ps1 Docs writes'
            console    = 'a live view, which runs until Ctrl+C, or a table with rates'
            cs         = 'the file of a program: HostingPageTests'
            csharp     = 'compiled and run by CodeExampleTests'
            elixir     = 'there is no Elixir here; the block that follows does the same'
            json       = 'settings of a program: SettingsPageTests'
            mermaid    = 'a picture'
            output     = 'compared with what the block before it prints'
            powershell = 'run here and in Help.Tests.ps1'
            ps1        = 'the file of a script: HostingPageTests'
            sh         = 'listed in BlockLanguageTests with what runs it'
            text       = 'compared with what the block before it prints'
            yaml       = 'the facts of a parameter, which ./build.ps1 Docs writes, or settings of a server or a pipeline: ReporterPageTests'
        }

        Get-Page | ForEach-Object { Get-CodeBlock $_ } | ForEach-Object Language | Sort-Object -Unique |
            Should -Be ($languages.Keys | Sort-Object)
    }
}
