Describe 'The examples' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $log = Get-RepositoryPath examples/data/access.log
    }

    Context 'quickstart' {
        BeforeAll { $run = Invoke-FreshPwsh "& '$(Get-RepositoryPath examples/quickstart.ps1)'" }

        It 'runs in a fresh process' {
            $run.ExitCode | Should -Be 0
        }

        It 'logs one line for each event' {
            @($run.Lines -like '`[my_cool_app.accounts.new_user.success`] * registered (* ms)').Count | Should -Be 3
            @($run.Lines -like '`[my_cool_app.accounts.new_user.error`] * refused: name is taken (* ms)').Count | Should -Be 1
            @($run.Lines -like '`[my_cool_app.accounts.new_user.error`] * refused: not a name (* ms)').Count | Should -Be 1
        }

        It 'ends with a table of its numbers' {
            @($run.Lines -match '^ +5 +[\d.]+ +[\d.]+ .*new_user\.duration$').Count | Should -Be 1
            @($run.Lines -match '^ +1 +1 +new_user\.refused\{reason=').Count | Should -Be 2
            @($run.Lines -match '^ +3 +3 +new_user\.registered$').Count | Should -Be 1
        }
    }

    Context 'log-watch' {
        BeforeAll {
            $run = Invoke-FreshPwsh "& '$(Get-RepositoryPath examples/log-watch.ps1)'"

            # The expected numbers, from the log by other means.
            $lines = [IO.File]::ReadAllLines($log)
            $requests = @($lines | Where-Object { $_ -match '"(GET|POST|PUT) \S+ HTTP/1\.1" (?<status>\d+) (\d+|-) \d+$' })
            $byStatus = $requests | Group-Object { ($_ -split '" ')[1].Substring(0, 3) }
        }

        It 'runs in a fresh process' {
            $run.ExitCode | Should -Be 0
        }

        It 'accounts for each of the 12,000 lines' {
            $lines.Count | Should -Be 12000
            $run.Lines[0] | Should -BeLike 'Read 12000 lines in *'
            $run.Lines[1] | Should -Match "^  web\.request\.stop +$($requests.Count)$"
            $run.Lines[2] | Should -Match "^  web\.log\.malformed +$(12000 - $requests.Count)$"
        }

        It 'counts each status' {
            $byStatus.Count | Should -BeGreaterThan 5
            foreach ($status in $byStatus) {
                $run.Lines | Should -Contain "  $($status.Name)$("$($status.Count)".PadLeft(39))"
            }
        }

        It 'finds the slowest route, with mean and 95 %' {
            $reports = $requests | Where-Object { $_ -match 'GET /reports/\d+ ' }
            $durations = @($reports | ForEach-Object { [int] $_.Split(' ')[-1] } | Sort-Object)
            $mean = [Math]::Round(($durations | Measure-Object -Average).Average)
            $first = $run.Lines[1 + [Array]::IndexOf($run.Lines, ($run.Lines -like 'Slowest routes*')[0])]

            $first | Should -Match "^  GET /reports/\{id\} +$($durations.Count) +$mean +(?<quantile>\d+) "
            $null = $first -match "$mean +(?<quantile>\d+) "
            $exact = $durations[[Math]::Ceiling(0.95 * $durations.Count) - 1]
            [double] $Matches.quantile | Should -BeGreaterThan (0.95 * $exact)
            [double] $Matches.quantile | Should -BeLessThan (1.05 * $exact)
        }

        It 'reports the failures, all of them' {
            $failures = $run.Lines -match '^  5\d\d [A-Z]+ /'
            $reported = $failures | ForEach-Object { [int] ($_ -split ' +')[4] } | Measure-Object -Sum

            $reported.Sum | Should -Be ($byStatus | Where-Object Name -ge '500' | Measure-Object Count -Sum).Sum
        }

        It 'shows the malformed lines' {
            $run.Lines | Should -Contain "  line 850: $($lines[849])"
        }

        It 'reads another log by -Path, relative to the current location' {
            Set-Content (Join-Path $TestDrive 'small.log') 'no request',
                '::1 - - [02/Mar/2026:00:00:01 +0000] "GET /users/17?full=1 HTTP/1.1" 503 - 12'

            $small = Invoke-FreshPwsh "Set-Location '$TestDrive'; & '$(Get-RepositoryPath examples/log-watch.ps1)' small.log"

            $small.Lines[0] | Should -BeLike 'Read 2 lines in *'
            $small.Lines -like '  503 GET /users/{id} *1   last 2026-03-02 00:00:01Z' | Should -Not -BeNullOrEmpty
        }
    }

    Context 'parallel-ops' -Skip:($PSEdition -eq 'Desktop') {
        It 'counts each of <Items> items once, at <Threads> at a time' -ForEach @(
            @{ Items = 200; Threads = 8; Totals = 'Ok:       188', 'Damaged:  8', 'Errors:   4', 'Bytes:    215600' }
            @{ Items = 300; Threads = 1; Totals = 'Ok:       282', 'Damaged:  12', 'Errors:   6', 'Bytes:    338100' }
            @{ Items = 19; Threads = 19; Totals = 'Ok:       19', 'Damaged:  0', 'Errors:   0', 'Bytes:    19190' }
        ) {
            $run = Invoke-FreshPwsh "& '$(Get-RepositoryPath examples/parallel-ops.ps1)' -Items $Items -ThrottleLimit $Threads"

            $run.ExitCode | Should -Be 0
            $run.Lines[0..4] | Should -Be (@("Checked:  $Items") + $Totals)
            @($run.Lines -like '  item * is not there').Count | Should -Be ([Math]::Floor($Items / 50))
        }
    }

    Context 'backup-job' {
        BeforeAll {
            $run = Invoke-FreshPwsh "& '$(Get-RepositoryPath examples/backup-job.ps1)' -Files 20"
            $steps = $run.Lines[1..6] | ForEach-Object { , ($_ -split '\s{2,}') }
        }

        It 'runs in a fresh process' {
            $run.ExitCode | Should -Be 0
            $run.Lines.Count | Should -Be 10
        }

        It 'goes on after the step that fails' {
            $steps | ForEach-Object { $_[0] } | Should -Be 'make files', 'hash', 'copy', 'verify', 'copy again', 'verify again'
            $steps | Where-Object { $_[0] -ne 'verify' } | ForEach-Object { $_[2] } | Should -Be '20', '20', '20', '1', '20'
            $steps[3][-1] | Should -BeLike 'damaged: file-*'
            $steps | ForEach-Object { [double] $_[1] | Should -BeGreaterThan 0 }
        }

        It 'logs every event' {
            # The job's 2, two for each step, one for each copy and the one made again, and the damage found twice.
            $run.Lines[8] | Should -Be 'Logged:  37 events; 12 of the 12 about a step name the job as its parent'
            $run.Lines[9] | Should -Be 'Saved:   20 files, 200210 bytes'
        }
    }

    It '<_> can be run twice in one session, and leaves no handlers and metrics' -ForEach @(
        'quickstart.ps1', 'log-watch.ps1', 'parallel-ops.ps1', 'backup-job.ps1'
    ) {
        if ($PSEdition -eq 'Desktop' -and $_ -eq 'parallel-ops.ps1') {
            Set-ItResult -Skipped -Because 'Windows PowerShell has no ForEach-Object -Parallel'
        }

        $script = Get-RepositoryPath "examples/$_"

        # Those that the readme runs without an installed PowerShell have no more than the bare engine here.
        $run = Invoke-FreshPwsh @"
            `$PSModuleAutoLoadingPreference = '$(if ($_ -in 'quickstart.ps1', 'log-watch.ps1') { 'None' } else { 'All' })'
            `$null = & '$script'
            `$null = & '$script'
            'left: ' + (@(Get-TelemetryHandler) + @(Get-TelemetryMetric)).Count
"@

        $run.Lines -notlike '`[my_cool_app.*' | Should -Be 'left: 0'
    }

    It 'log-watch says so where there is no log' {
        $run = Invoke-FreshPwsh "& '$(Get-RepositoryPath examples/log-watch.ps1)' /no/such.log"

        $run.ExitCode | Should -Be 1
        "$($run.Lines)" | Should -BeLike "*There is no log '*such.log'*"
    }

    It 'the log is what its generator makes, byte for byte' {
        $made = Join-Path $TestDrive 'access.log'

        & (Get-RepositoryPath examples/data/New-AccessLog.ps1) $made

        (Get-FileHash $made).Hash | Should -Be (Get-FileHash $log).Hash
    }

    It 'a clear error says what to do where there is no module' {
        $copy = New-Item (Join-Path $TestDrive 'examples') -ItemType Directory
        Copy-Item (Get-RepositoryPath examples/*.ps1) $copy

        $run = Invoke-FreshPwsh "`$env:PSModulePath = ''; & '$(Join-Path $copy quickstart.ps1)'"

        $run.ExitCode | Should -Not -Be 0
        "$($run.Lines)" | Should -BeLike "*'Telemetry' is neither built nor installed. Run 'dotnet*"
    }
}
