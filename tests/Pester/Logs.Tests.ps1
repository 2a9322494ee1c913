Describe 'Logs of events' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Get-Line([string] $Path) {
            Get-Content -LiteralPath $Path | ConvertFrom-Json
        }

        function Get-Completion([string] $Line) {
            (TabExpansion2 $Line $Line.Length).CompletionMatches
        }

        # The lines of all files of a log, each of which is JSON, by their ids.
        function Get-Id([string] $Folder) {
            Get-ChildItem $Folder -File | Where-Object Name -NotLike '.*' | Get-Content | ConvertFrom-Json |
                ForEach-Object { $_.measurements.id } | Sort-Object
        }
    }
    BeforeEach {
        $folder = (New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory).FullName
        Push-Location $folder
    }
    AfterEach {
        Clear-TelemetryLog
        Clear-TelemetryHandler
        Pop-Location
    }

    It 'a line is an object with the time, the name, the process, the measurements and the metadata' {
        $before = [datetime]::UtcNow
        Start-TelemetryLog 'sync.*' -Path audit.jsonl
        Invoke-TelemetryEvent sync.file @{ bytes = 512 } @{ file = "my`nnotes.txt" }
        Invoke-TelemetryEvent other.file
        Stop-TelemetryLog audit

        @(Get-Line audit.jsonl).Count | Should -Be 1
        $line = Get-Line audit.jsonl
        $line.PSObject.Properties.Name | Should -Be time, name, pid, measurements, metadata
        [datetime]::Parse((Get-Content audit.jsonl).Substring(9, 28)).ToUniversalTime() | Should -BeGreaterOrEqual $before
        $line.name | Should -Be sync.file
        $line.pid | Should -Be $PID
        $line.measurements.bytes | Should -Be 512
        $line.metadata.file | Should -Be "my`nnotes.txt"
    }

    It 'objects of scripts are objects in the line, and what they hide is hidden' {
        Start-TelemetryLog a a.jsonl
        $custom = [pscustomobject]@{ name = 'ada'; token = 's3cr3t'; list = @(1, [pscustomobject]@{ password = 's3cr3t' }) }
        $custom | Add-Member ScriptProperty computed { throw 'never called' }
        $secret = [pscredential]::new('u', [Net.NetworkCredential]::new('', 's3cr3t').SecurePassword)
        $failed = try { Get-Item nix -ErrorAction Stop } catch { $_ }
        Invoke-TelemetryEvent a -Metadata @{
            custom = $custom; credential = $secret; login = $secret; failed = $failed; table = @{ apiKey = 's3cr3t' }
        }
        Stop-TelemetryLog a

        Get-Content a.jsonl -Raw | Should -Not -BeLike '*s3cr3t*'
        $line = Get-Line a.jsonl
        $line.metadata.custom.name | Should -Be ada
        $line.metadata.custom.list[0] | Should -Be 1
        $line.metadata.custom.PSObject.Properties.Name | Should -Not -Contain computed
        $line.metadata.login | Should -Be '(redacted)'
        $line.metadata.failed.type | Should -Be System.Management.Automation.ItemNotFoundException
        $line.metadata.failed.id | Should -BeLike 'PathNotFound,*'
        $line.metadata.failed.stack | Should -BeLike 'at <ScriptBlock>*'
    }

    It 'a span that fails has its error with the stack of the script, once' {
        Start-TelemetryLog 'job.*' a.jsonl
        try { Invoke-TelemetrySpan job.run { Invoke-TelemetryEvent job.note; throw 'oh no' } } catch { Write-Verbose "$_" }
        Stop-TelemetryLog a

        $lines = @(Get-Line a.jsonl)
        $lines.name | Should -Be job.run.start, job.note, job.run.exception
        @($lines.span | Select-Object -Unique).Count | Should -Be 1
        $lines[2].metadata.reason.message | Should -Be 'oh no'
        $lines[2].metadata.reason.stack | Should -BeLike '*Logs.Tests.ps1*'
        $lines[2].metadata.PSObject.Properties.Name | Should -Be kind, reason
        $lines[2].measurements.PSObject.Properties.Name | Should -Be duration_ms
    }

    It 'the formats, the unit and the keys are as they were chosen' {
        Start-TelemetryLog a a.log -Format logfmt -DurationUnit s -Redact pin -NoRedact token
        Start-TelemetryLog a b.log -Template '{name}: {measurements.duration} {metadata.pin}'
        Invoke-TelemetryEvent a @{ duration = [timespan]::FromMilliseconds(1500) } ([ordered]@{ pin = 1; token = 't' })
        Stop-TelemetryLog *

        Get-Content a.log | Should -BeLike 'time=*Z name=a pid=* duration_s=1.5 pin=(redacted) token=t'
        Get-Content b.log | Should -Be 'a: 1500ms 1'
    }

    It 'no line of parallel sessions and jobs is lost' -Skip:($PSEdition -eq 'Desktop') {
        Start-TelemetryLog 'a.*' a.jsonl -MaxSize 50KB
        $import = Get-ImportCommand
        0..7 | ForEach-Object -ThrottleLimit 8 -Parallel {
            . ([scriptblock]::Create($using:import))
            foreach ($i in 0..499) { Invoke-TelemetryEvent a.b @{ id = $_ * 500 + $i } }
        }
        $jobs = 8..9 | ForEach-Object {
            Start-ThreadJob -ArgumentList $_ {
                . ([scriptblock]::Create($using:import))
                foreach ($i in 0..499) { Invoke-TelemetryEvent a.b @{ id = $args[0] * 500 + $i } }
            }
        }
        $jobs | Receive-Job -Wait -AutoRemoveJob
        Stop-TelemetryLog a

        Get-Id $folder | Should -Be (0..4999)
        @(Get-ChildItem a.*.jsonl).Count | Should -BeGreaterThan 5
    }

    It 'no line of eight processes is lost, each of which rotates the file' {
        $script = Join-Path $TestDrive emit.ps1
        Set-Content $script @"
            param([int] `$Number, `$Path)
            $(Get-ImportCommand)
            Start-TelemetryLog a.b `$Path -MaxSize 30KB
            foreach (`$i in 0..299) { Invoke-TelemetryEvent a.b @{ id = `$Number * 300 + `$i } }
"@
        . (Get-RepositoryPath tools/Shell.ps1)
        $processes = foreach ($number in 0..7) {
            $arguments = $shellArguments + '-NoProfile', '-NonInteractive', '-File', $script, $number, (Join-Path $folder a.jsonl)
            Start-Process $shellProgram $arguments -PassThru -RedirectStandardOutput (Join-Path $TestDrive "$number.out") `
                -RedirectStandardError (Join-Path $TestDrive "$number.err")
        }
        $processes | Wait-Process -Timeout 300

        Get-Content (Join-Path $TestDrive '*.err') | Should -BeNullOrEmpty
        Get-Id $folder | Should -Be (0..2399)
        @(Get-ChildItem a.*.jsonl).Count | Should -BeGreaterThan 5
    }

    It 'a log goes on in the place of another one with -Force' {
        Start-TelemetryLog a a.jsonl
        Invoke-TelemetryEvent a
        (Get-ErrorOf { Start-TelemetryLog a a.jsonl -Name a }).Id | Should -Be LogAlreadyExists
        Start-TelemetryLog a a.jsonl -Name a -Force -Format Logfmt
        Invoke-TelemetryEvent a
        Stop-TelemetryLog a

        (Get-Content a.jsonl).Count | Should -Be 2
        (Get-Content a.jsonl)[1] | Should -BeLike 'time=*'
    }

    It '-WhatIf starts and stops none' {
        Start-TelemetryLog a a.jsonl -WhatIf
        Get-TelemetryLog | Should -BeNullOrEmpty
        Test-Path a.jsonl | Should -BeFalse

        Start-TelemetryLog a a.jsonl
        Stop-TelemetryLog * -WhatIf
        (Get-TelemetryLog).State | Should -Be Running
    }

    It 'names, wildcards and objects are found by Get and Stop' {
        Start-TelemetryLog a a.jsonl
        Start-TelemetryLog a a.jsonl
        Start-TelemetryLog b b.jsonl -Name 'x [1]'
        (Get-TelemetryLog).Name | Should -Be a, a-2, 'x [1]'
        (Get-TelemetryLog A*).Name | Should -Be a, a-2
        (Get-TelemetryLog 'x [1]').Name | Should -Be 'x [1]'
        $log = Get-TelemetryLog a
        (Stop-TelemetryLog a, a -PassThru).Name | Should -Be a
        ($log, $log | Stop-TelemetryLog -PassThru).State | Should -Be Stopped
        'a-2' | Stop-TelemetryLog
        Stop-TelemetryLog nothing*
        (Get-TelemetryLog).Name | Should -Be 'x [1]'
    }

    It 'the handler of a log is not one of those that scripts unregister' {
        Start-TelemetryLog a a.jsonl
        Get-TelemetryHandler | Should -BeNullOrEmpty
        Unregister-TelemetryHandler *
        Invoke-TelemetryEvent a
        Stop-TelemetryLog a
        @(Get-Content a.jsonl).Count | Should -Be 1
    }

    It 'Get-Content -Wait follows a log' -Skip:($PSEdition -eq 'Desktop') {
        Start-TelemetryLog a a.jsonl
        $job = Start-ThreadJob -ArgumentList (Join-Path $folder a.jsonl) { Get-Content $args[0] -Wait | Select-Object -First 3 }
        1..3 | ForEach-Object { Invoke-TelemetryEvent a @{ id = $_ } }
        ($job | Receive-Job -Wait -AutoRemoveJob | ConvertFrom-Json).measurements.id | Should -Be 1, 2, 3
    }

    It '<Id>: <Command>' -ForEach @(
        @{ Id = 'InvalidEventName'; Target = 'a b'; Command = "Start-TelemetryLog 'a b' a.jsonl" }
        @{ Id = 'InvalidEventName'; Target = ''; Command = "Start-TelemetryLog '' a.jsonl" }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryLog a no/a.jsonl'; Says = '*does not exist. Create it first*' }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryLog a .'; Says = '*it is a folder*' }
        @{ Id = 'InvalidPath'; Target = 'env:x'; Command = 'Start-TelemetryLog a env:x'; Says = '*a path of Environment*' }
        @{ Id = 'InvalidOption'; Target = 'xml'; Command = 'Start-TelemetryLog a a.jsonl -Format xml'
            Says = "There is no format of a log 'xml'. Use one of these: Json, Logfmt, Text." }
        @{ Id = 'InvalidOption'; Target = 'h'; Command = 'Start-TelemetryLog a a.jsonl -DurationUnit h'; Says = '*ns, us, ms, s.' }
        @{ Id = 'InvalidOption'; Target = 10; Command = 'Start-TelemetryLog a a.jsonl -MaxSize 10'; Says = '*1024 bytes or more*' }
        @{ Id = 'InvalidOption'; Target = 0; Command = 'Start-TelemetryLog a a.jsonl -Daily -Keep 0' }
        @{ Id = 'InvalidOption'; Target = 2; Command = 'Start-TelemetryLog a a.jsonl -Keep 2'; Says = '*needs a rotation*' }
        @{ Id = 'InvalidOption'; Target = '{name}'; Command = 'Start-TelemetryLog a a.jsonl -Format Json -Template "{name}"' }
        @{ Id = 'InvalidTemplate'; Target = '{nix}'; Command = 'Start-TelemetryLog a a.jsonl -Template "{nix}"'
            Says = "*'{nix}', which is not known. Use {time}, *" }
        @{ Id = 'InvalidOption'; Target = [timespan]::FromSeconds(-1); Command = 'Stop-TelemetryLog * -Timeout -1' }
    ) {
        $failed = Get-ErrorOf ([scriptblock]::Create($Command))

        $failed.Id | Should -Be $Id
        $failed.Category | Should -Be InvalidArgument
        $failed.IsTerminating | Should -BeTrue
        if ($null -ne $Target) { $failed.Target | Should -Be $Target }
        if ($Says) { $failed.Message | Should -BeLike $Says }
        Get-TelemetryLog | Should -BeNullOrEmpty
    }

    It 'LogNotFound is not terminating: <_>' -ForEach 'Get-TelemetryLog nix', 'Stop-TelemetryLog nix' {
        $failed = Get-ErrorOf ([scriptblock]::Create($_))

        $failed.Id | Should -Be LogNotFound
        $failed.IsTerminating | Should -BeFalse
        $failed.Message | Should -Be "There is no log 'nix'. Get-TelemetryLog lists those there are."
    }

    It 'the tab key completes <Line>' -ForEach @(
        @{ Line = 'Stop-TelemetryLog a'; Words = 'audit' }
        @{ Line = 'Get-TelemetryLog '; Words = 'audit' }
        @{ Line = 'Start-TelemetryLog a a -Format '; Words = 'Json', 'Logfmt', 'Text' }
        @{ Line = 'Start-TelemetryLog a a -DurationUnit '; Words = 'ms', 's', 'us', 'ns' }
    ) {
        Start-TelemetryLog a audit.jsonl

        (Get-Completion $Line).CompletionText | Should -Be $Words
        (Get-Completion 'Get-TelemetryLog ')[0].ToolTip | Should -BeLike '*audit.jsonl, running: *line*'
    }

    It 'a log is a row of 80 columns' {
        $log = Start-TelemetryLog 'a.*', b a.jsonl -PassThru
        Invoke-TelemetryEvent b
        Stop-TelemetryLog a

        $lines = Get-ViewLine $log 80
        $lines[0..1] | Should -Be @(
            'Name           State     Written Waiting Dropped Events           Path'
            '----           -----     ------- ------- ------- ------           ----')
        $lines[2] | Should -BeLike 'a              Stopped         1       0       0 a.`*, b           *'
        (Get-ViewLine ($log | Format-List) 200) -match '^EventName : a\.\*, b$' | Should -Not -BeNullOrEmpty
    }

    It 'a warning says once that lines cannot be written, and that they are written again' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); `$null = New-Item '$folder/logs' -ItemType Directory; " +
            "Start-TelemetryLog a '$folder/logs/a.jsonl'; Start-TelemetryLog a '$folder/logs/b.jsonl' -WarningAction SilentlyContinue; " +
            "Remove-Item '$folder/logs' -Recurse; Invoke-TelemetryEvent a; " +
            'while (@(Get-TelemetryLog | Where-Object State -EQ Failing).Count -lt 2) { Start-Sleep -Milliseconds 20 }; ' +
            "`$null = New-Item '$folder/logs' -ItemType Directory; " +
            'while ((Get-TelemetryLog).Written -ne 1) { Start-Sleep -Milliseconds 20 }; Stop-TelemetryLog *; ' +
            "(Get-Content '$folder/logs/a.jsonl').Count")

        $text = $run.Lines -join '' -replace '\s'
        $text | Should -BeLike "WARNING:Log'a'cannotwriteto*logs/a.jsonl:*WARNING:Log'a'writesto*a.jsonlagain.Nolinewaslost.1"
        ([regex]::Matches($text, 'WARNING')).Count | Should -Be 2
    }

    It 'Stop-TelemetryLog warns of lines that could not be written' {
        $null = New-Item logs -ItemType Directory
        $log = Start-TelemetryLog a logs/a.jsonl -PassThru -WarningAction SilentlyContinue
        Remove-Item logs -Recurse
        Invoke-TelemetryEvent a
        $streams = Get-StreamsOf { Stop-TelemetryLog a }

        $streams.Warning | Should -BeLike "The last lines of the log 'a' could not be written to *a.jsonl: *1 of its lines were dropped."
        $log.Dropped | Should -Be 1
    }
}
