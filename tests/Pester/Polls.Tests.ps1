[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'The state of a session is tested.')]
param()

# Runs are asked for, by Invoke-TelemetryPoll: -Interval 1h keeps further ones away.
Describe 'Polls' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Texts that handlers and polls append, from any thread.
        function New-Log { , [Collections.Concurrent.ConcurrentQueue[string]]::new() }

        # Registers a handler that writes an event as text to a log.
        function Register-Log([string[]] $EventName) {
            $log = New-Log
            Register-TelemetryHandler log $EventName -Config $log -ScriptBlock {
                param($EventName, $Measurements, $Metadata, $Log)

                $text = foreach ($fields in $Measurements, $Metadata) {
                    $(foreach ($field in $fields.GetEnumerator()) { "$($field.Key)=$($field.Value)" }) -join ','
                }
                $Log.Enqueue($text -join ' | ')
            }
            , $log
        }

        # Registers a poll, and waits for its run. The first one, which begins at once, may be shared.
        function Invoke-Poll([scriptblock] $ScriptBlock, [hashtable] $Option = @{}) {
            Register-TelemetryPoll p $ScriptBlock -InitialDelay 1h -Interval 1h @Option
            Invoke-TelemetryPoll p
        }

        function Get-Completion([string] $Line) {
            , @((TabExpansion2 $Line $Line.Length).CompletionMatches)
        }
    }
    AfterEach {
        Clear-TelemetryPoll
        Clear-TelemetryMetric
        Clear-TelemetryHandler
    }

    It 'P1 what a poll writes becomes an event: <Name>' -ForEach @(
        @{ Name = 'a number'; Poll = { 42 }; Text = 'value=42 | ' }
        @{ Name = 'text that is a number'; Poll = { '17.5' }; Text = 'value=17.5 | ' }
        @{ Name = 'a time'; Poll = { [timespan]::FromSeconds(2) }; Text = 'value=00:00:02 | ' }
        @{ Name = 'several'; Poll = { 1; $null; 2 }; Text = 'value=1 | ', 'value=2 | ' }
        @{ Name = 'a table'; Poll = { [ordered]@{ free = 5; disk = 'C'; ok = $true; id = '7' } }; Text = 'free=5 | disk=C,ok=True,id=7' }
        @{ Name = 'an object'; Poll = { [pscustomobject]@{ free = 5L; when = [timespan]::FromHours(1); disk = 'C' } }
            Text = 'free=5,when=01:00:00 | disk=C' }
        @{ Name = 'an object of .NET'; Poll = { [version] '1.2.3.4' };
           Text = 'Major=1,Minor=2,Build=3,Revision=4,MajorRevision=0,MinorRevision=4 | ' }
        @{ Name = 'an object with added properties'; Poll = { [uri] 'http://a/b' | Add-Member n 3 -PassThru | Select-Object n, Host }
            Text = 'n=3 | Host=a' }
    ) {
        $log = Register-Log polled

        (Invoke-Poll $Poll @{ EventName = 'polled' }).Succeeded | Should -BeTrue

        $log | Should -Be $Text
    }

    It 'P1 -Measurement names the measurements, and what is left is metadata' {
        $log = Register-Log polled

        $null = Invoke-Poll { [ordered]@{ used = '5'; port = 80 } } @{ EventName = 'polled'; Measurement = 'USED' }

        $log | Should -Be 'used=5 | port=80'
    }

    It 'P1 of an object of .NET, only what is cheap to read is read, and what is named' {
        $log = Register-Log polled
        $names = New-Log
        Register-TelemetryHandler names polled -Config $names {
            param($e, $m, $d, $Names) foreach ($f in $d.GetEnumerator()) { $Names.Enqueue($f.Key) }
        }

        (Invoke-Poll { Get-Process -Id $PID } @{ EventName = 'polled'; Measurement = 'Id' }).Succeeded | Should -BeTrue

        $log | Should -BeLike "Id=$PID | *"
        $names | Should -Contain ProcessName
        $names | Should -Contain Name
        'Modules', 'Threads', 'MainModule', 'StartInfo' | Should -Not -BeIn $names
    }

    It 'P1 an object that cannot be an event fails the run, after the others were emitted: <Name>' -ForEach @(
        @{ Name = 'text'; Poll = { 1; 'abc'; 2 }; Option = @{}; Message = "its output, 'abc' of type System.String, cannot be an event: *" }
        @{ Name = 'a truth value'; Poll = { 1; $true; 2 }; Option = @{}; Message = "its output, 'True' of type System.Boolean, *" }
        @{ Name = 'a list'; Poll = { 1; , (3, 4); 2 }; Option = @{}; Message = 'its output, *Object`[`]*, cannot be an event: *' }
        @{ Name = 'a named text'; Poll = { 1; @{ n = 'x' }; 2 }; Option = @{ Measurement = 'n' }
            Message = "the measurement 'n' is 'x' of type System.String, and a number or a time is needed*" }
        @{ Name = 'no named value'; Poll = { 1; @{ n = 3 }; 2 }; Option = @{ Measurement = 'm', 'o' }
            Message = "its output has no 'm' and no 'o', which -Measurement names*" }
    ) {
        $log = Register-Log polled

        $run = Invoke-Poll $Poll (@{ EventName = 'polled' } + $Option) 2> $null

        $run.Succeeded | Should -BeFalse
        $log | Should -Be 'value=1 | ', 'value=2 | '
        (Get-TelemetryPoll p).LastError | Should -BeLike $Message
    }

    It 'P1 a poll without -EventName emits events itself' {
        $log = Register-Log own.event

        Invoke-Poll { Invoke-TelemetryEvent own.event @{ n = 3 } @{ k = 'v' } } | ForEach-Object Succeeded | Should -BeTrue

        $log | Should -Be 'n=3 | k=v'
    }

    It 'P1 a poll gets -ArgumentList, the same objects' {
        $seen = New-Log
        $null = Invoke-Poll { param($Seen, $List, $None, $Last) $Seen.Enqueue("$($List.Count) $($null -eq $None) $Last") } @{
            ArgumentList = $seen, (1, 2, 3), $null, '-Last'
        }

        $seen | Should -Be '3 True -Last'
    }

    It 'P2 a poll keeps its state from run to run, in a session of its own, and begins in the folder of the one that registered it' {
        $seen = New-Log
        Push-Location $TestDrive
        try {
            $null = Invoke-Poll {
                param($Seen)
                $script:n++
                $global:m += 2
                $Seen.Enqueue("$n $m $($PWD.ProviderPath) $(Test-Path variable:Seen2)")
                Set-Location /
            } @{ ArgumentList = $seen; InitializationScript = { $n = 10; function Get-Nothing { } } }
        }
        finally {
            Pop-Location
        }

        $Seen2 = $seen
        $null = Invoke-TelemetryPoll p

        $folder = (Get-Item $TestDrive).FullName
        $Seen2 | Should -Be "11 2 $folder False", "12 4 $folder False"
    }

    It 'P2 the initialization script runs once; after a failure, again' {
        $seen = New-Log
        $init = [scriptblock]::Create('function Get-Answer { 42 }; $tries = [appdomain]::CurrentDomain.GetData("tries") + 1; ' +
            '[appdomain]::CurrentDomain.SetData("tries", $tries); if ($tries -eq 1) { Get-Item /no/such/file }')
        try {
            $failed = Invoke-Poll { param($Seen) $Seen.Enqueue("$(Get-Answer) $tries") } @{
                ArgumentList = $seen; InitializationScript = $init; WarningAction = 'SilentlyContinue'
            } 2> $null
            $null = Invoke-TelemetryPoll p
            $null = Invoke-TelemetryPoll p
        }
        finally {
            [appdomain]::CurrentDomain.SetData('tries', $null)
        }

        $failed.Succeeded | Should -BeFalse
        $seen | Should -Be '42 2', '42 2'
    }

    It 'S9 a poll of a constrained session runs constrained' {
        $log = Register-Log polled
        $other = [powershell]::Create()
        $null = $other.AddScript("$(Get-ImportCommand); `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'").Invoke()
        $other.Commands.Clear()
        $null = $other.AddScript('Register-TelemetryPoll p { param($x) @{ n = $x; ' +
            'mode = "$($ExecutionContext.SessionState.LanguageMode)" } } polled -InitialDelay 1h -ArgumentList 4; ' +
            'Invoke-TelemetryPoll p').Invoke()
        $other.Streams.Error | Should -BeNullOrEmpty
        $other.Runspace.Dispose()

        $log | Should -Be 'n=4 | mode=ConstrainedLanguage'
    }

    It 'P3 a terminating error is a failure, which the caller of a run gets as an error: <Name>' -ForEach @(
        @{ Name = 'throw'; Poll = { throw 'boom' }; Message = 'boom' }
        @{ Name = 'a failed statement'; Poll = { $x = 0; 1 / $x; 5 }; Message = 'Attempted to divide by zero' }
        @{ Name = 'an error that stops'; Poll = { Write-Error soft -ErrorAction Stop }; Message = 'soft' }
        @{ Name = 'a command that is not there'; Poll = { Get-NoSuchThing };
           Message = "*Get-NoSuchThing*(A poll runs in a private session, *" }
        @{ Name = 'exit'; Poll = { exit 3 }; Message = "A 'break', 'continue' or 'exit' that belongs to no loop *" }
        @{ Name = 'break'; Poll = { break }; Message = "A 'break', 'continue' or 'exit' that belongs to no loop *" }
    ) {
        $log = Register-Log polled
        $failed = Get-ErrorOf { Invoke-Poll $Poll @{ EventName = 'polled'; WarningAction = 'SilentlyContinue' } }

        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be PollFailed, p, $false
        $failed.Message | Should -BeLike "Poll 'p' failed: $Message*"
        $log | Should -BeNullOrEmpty
        (Get-TelemetryPoll p).State | Should -Be Failing
    }

    It 'P3 a run succeeds again after failures, and the poll was reported once' {
        $log = New-Log
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); `$turn = [pscustomobject]@{ n = 0 }; " +
            'Register-TelemetryPoll flaky { param($t) $t.n++; if ($t.n -le 3) { throw "boom" } } -InitialDelay 1h -ArgumentList $turn; ' +
            '1..5 | ForEach-Object { (Invoke-TelemetryPoll flaky 2> $null).Succeeded }')

        $text = $run.Lines -join ' ' -replace '\s+', ' '
        $text | Should -BeLike ("WARNING: Poll 'flaky' failed: boom*It continues to try. False False False " +
            "WARNING: Poll 'flaky' succeeds again, after 3 failures. True True")
    }

    It 'P3 an error that does not end the block shows at the host, with its other messages, and does not fail the run' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); Register-TelemetryPoll p { Write-Error soft; Write-Warning careful; " +
            'Write-Host hello; Write-Verbose hidden; Write-Information hidden; $null = 5 } -InitialDelay 1h; ' +
            '(Invoke-TelemetryPoll p).Succeeded')

        $run.Lines -replace '^.*soft$', 'soft' | Should -Be soft, 'WARNING: careful', hello, True
    }

    It 'P3 -FailurePolicy Detach removes a poll that fails' {
        $null = Invoke-Poll { throw 'boom' } @{ FailurePolicy = 'Detach'; WarningAction = 'SilentlyContinue' } 2> $null

        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'a poll without -EventName that writes objects is warned of once' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); Register-TelemetryPoll p { 1; 2 } -InitialDelay 1h; " +
            '1..2 | ForEach-Object { (Invoke-TelemetryPoll p).Succeeded }')

        $run.Lines -join ' ' -replace '\s+', ' ' |
            Should -Be ("WARNING: Poll 'p' writes objects, which are dropped, as it has no -EventName by which they would become events. " +
                'If it emits events itself, send its output to $null. True True')
    }

    It 'a poll that calls a function of its session is warned of' {
        function Get-Own { 5 }

        $streams = Get-StreamsOf { Register-TelemetryPoll p { Get-Own } -InitialDelay 1h }

        $streams.Warning | Should -BeLike "Poll 'p' calls 'Get-Own', which only this session has: a poll runs in a private session.*"
    }

    It 'P1 M15 -OnCollect runs the poll when metrics are read, and not before' {
        Register-TelemetryMetric depth.value LastValue
        $turn = [pscustomobject]@{ N = 0 }
        Register-TelemetryPoll depth { param($Turn) (++$Turn.N) } depth -OnCollect -ArgumentList $turn

        $turn.N | Should -Be 0
        (Get-TelemetryMetricValue depth.value).Value | Should -Be 1
        (Get-TelemetryMetricValue depth.value).Value | Should -Be 2
        (Get-TelemetryPoll depth).Runs | Should -Be 2
    }

    It 'M15 a poll that reads metrics while they are collected does not wait for itself' {
        Register-TelemetryMetric depth.value LastValue
        Register-TelemetryPoll depth { @(Get-TelemetryMetricValue).Count } depth -OnCollect

        (Get-TelemetryMetricValue depth.value).Value | Should -Be 0
    }

    It 'M11 the series that a run does not set leave; a failed run removes none; a poll that is unregistered takes its own' {
        Register-TelemetryMetric machine.seen.load LastValue -Tag name -PerPoll
        $state = [pscustomobject]@{ Names = 'a', 'b', 'c'; Fails = $false }
        $machines = { param($State) foreach ($name in $State.Names) { @{ load = 1; name = $name } }; if ($State.Fails) { throw 'boom' } }
        $null = Invoke-Poll $machines @{ EventName = 'machine.seen'; ArgumentList = $state; WarningAction = 'SilentlyContinue' }
        Register-TelemetryPoll other { @{ load = 2; name = 'z' } } machine.seen -InitialDelay 1h
        $null = Invoke-TelemetryPoll other
        $names = { (Get-TelemetryMetricValue machine.seen.load).Tags.name | Sort-Object }

        & $names | Should -Be a, b, c, z
        $state.Names = 'b', 'd'
        $null = Invoke-TelemetryPoll p
        & $names | Should -Be b, d, z
        $state.Names = @('e')
        $state.Fails = $true
        $null = Invoke-TelemetryPoll p 2> $null
        & $names | Should -Be b, d, e, z
        Unregister-TelemetryPoll p
        & $names | Should -Be z
    }

    It 'P5 a run that does not end in time is stopped, its finally block runs, and the next one runs: <Name>' -ForEach @(
        @{ Name = 'a command that waits'; Hang = { Start-Sleep 3600 } }
        @{ Name = 'a loop'; Hang = { while ($true) { } } }
        @{ Name = 'output without end'; Hang = { while ($true) { @{ n = 1 } } } }
        @{ Name = 'emits without end'; Hang = { while ($true) { Invoke-TelemetryEvent polled @{ n = 1 } } } }
        @{ Name = 'messages without end'; Hang = { while ($true) { Write-Information x } } }
    ) {
        $log = New-Log
        Register-TelemetryHandler h polled { }
        $text = "param(`$Log) `$script:n++; if (`$n -eq 1) { try { $Hang } finally { `$Log.Enqueue('finally') } } " +
            "else { `$Log.Enqueue('again') }"

        $run = Invoke-Poll ([scriptblock]::Create($text)) @{
            EventName = 'polled'; Timeout = '200ms'; ArgumentList = $log; WarningAction = 'SilentlyContinue'
        } 2> $null
        $again = Invoke-TelemetryPoll p

        $run.Succeeded, $again.Succeeded | Should -Be $false, $true
        $log | Should -Be finally, again
        (Get-TelemetryPoll p).LastError | Should -Be 'it did not end within 0.2 s'
    }

    It 'P5 unregistering stops a run that is under way, and runs its finally block' {
        $log = New-Log
        $begun = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryPoll p { param($Log, $Begun) try { $Begun.Set(); Start-Sleep 3600 } finally { $Log.Enqueue('finally') } } `
            -ArgumentList $log, $begun
        $begun.Wait()

        Unregister-TelemetryPoll p

        $log | Should -Be finally
        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'P5 a poll can be unregistered while its session opens' {
        $warnings = for ($i = 0; $i -lt 20; $i++) {
            Register-TelemetryPoll p { } -InitializationScript { $n = 1 }
            Unregister-TelemetryPoll p
            Get-TelemetryPoll
        }

        $warnings | Should -BeNullOrEmpty
    }

    It 'P5 a run that cannot be stopped is abandoned with a warning, and the process ends without it' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); `$begun = [Threading.ManualResetEventSlim]::new(); " +
            'Register-TelemetryPoll stuck { param($b) $b.Set(); [Threading.Thread]::Sleep(-1) } -ArgumentList $begun; ' +
            '$begun.Wait(); Unregister-TelemetryPoll stuck; "left: $((Get-TelemetryPoll).Name)"')

        $run.ExitCode | Should -Be 0
        $text = $run.Lines -join ' ' -replace '\s+', ' '
        $text | Should -BeLike '*left: *'
        $text | Should -BeLike "*WARNING: The last run of poll 'stuck' did not end in time after the poll was removed, and was abandoned.*"
    }

    It 'a poll can unregister itself' {
        (Invoke-Poll { Unregister-TelemetryPoll p }).Succeeded | Should -BeTrue

        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'a poll replaces another one with -Force, also one that runs' {
        $log = New-Log
        $begun = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryPoll p { param($Log, $Begun) try { $Begun.Set(); Start-Sleep 3600 } finally { $Log.Enqueue('old') } } `
            -ArgumentList $log, $begun
        $begun.Wait()

        $new = Register-TelemetryPoll P { param($Log) $Log.Enqueue('new') } -InitialDelay 1h -ArgumentList $log -Force -PassThru
        $null = Invoke-TelemetryPoll p

        $log | Should -Be old, new
        (Get-TelemetryPoll).Name | Should -Be P
        $new.Runs | Should -Be 1
    }

    It 'P4 <_> measurements are built in' -ForEach Runtime, process, Sessions {
        $calls = Register-Recorder vm.*, process, powershell.sessions
        Register-TelemetryPoll -BuiltIn $_ -InitialDelay 1h

        $run = Invoke-TelemetryPoll $_

        $run.Succeeded | Should -BeTrue
        $run.Emitted | Should -BeGreaterThan 0
        (Get-TelemetryPoll).BuiltIn | Should -Be (Get-TelemetryPoll).Name
    }

    It 'P4 the sessions of the process are counted' {
        $calls = Register-Log powershell.sessions
        $other = [runspacefactory]::CreateRunspace()
        Register-TelemetryPoll sessions -BuiltIn Sessions -InitialDelay 1h

        # The first run opens the private session of the handler.
        1..2 | ForEach-Object { $null = Invoke-TelemetryPoll sessions }
        $other.Open()
        $null = Invoke-TelemetryPoll sessions
        $other.Dispose()

        $counts = $calls | ForEach-Object { [int] ($_ -replace '^count=(\d+),.*', '$1') }
        $counts[2] - $counts[1] | Should -Be 1
    }

    It 'a poll counts the runs that it missed' {
        $gate = [Threading.SemaphoreSlim]::new(0)
        $begun = [Threading.SemaphoreSlim]::new(0)
        Register-TelemetryPoll p { param($Begun, $Gate) $null = $Begun.Release(); $Gate.Wait() } -Interval 10ms -ArgumentList $begun, $gate
        $begun.Wait()
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($clock.ElapsedMilliseconds -lt 50) { }
        $null = $gate.Release()
        $begun.Wait()

        (Get-TelemetryPoll p).Missed | Should -BeGreaterThan 1
        $null = $gate.Release(1000000)
    }

    It 'polls are listed, run and unregistered by wildcard, by name and as objects' {
        'a', 'b', 'c', 'd' | ForEach-Object { Register-TelemetryPoll $_ { } -InitialDelay 1h }

        (Get-TelemetryPoll [ab], a).Name | Should -Be a, b
        (Invoke-TelemetryPoll [ab], a).Name | Should -Be a, b
        (Get-TelemetryPoll c | Invoke-TelemetryPoll).Succeeded | Should -BeTrue
        Unregister-TelemetryPoll * -WhatIf
        (Get-TelemetryPoll).Name | Should -Be a, b, c, d
        Unregister-TelemetryPoll [ab], nothing*
        'c' | Unregister-TelemetryPoll
        (Get-TelemetryPoll), (Get-TelemetryPoll) | Unregister-TelemetryPoll
        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'the tab key completes <Line>' -ForEach @(
        @{ Line = 'Get-TelemetryPoll '; Words = 'disk.checked', 'my poll' }
        @{ Line = 'Unregister-TelemetryPoll di'; Words = 'disk.checked' }
        @{ Line = 'Invoke-TelemetryPoll my'; Words = 'my poll' }
        @{ Line = 'Register-TelemetryPoll -BuiltIn '; Words = 'Runtime', 'Process', 'Sessions' }
        @{ Line = 'Import-TelemetryMetric -Preset '; Words = 'Http', 'Npgsql', 'Runtime', 'Telemetry' }
    ) {
        'disk.checked', 'my poll' | ForEach-Object { Register-TelemetryPoll $_ { } -InitialDelay 1h }

        (Get-Completion $Line).ListItemText | Should -Be $Words
    }

    It 'the tooltip of a poll shows its interval and its runs' {
        $null = Invoke-Poll { }

        (Get-Completion 'Get-TelemetryPoll ')[0].ToolTip | Should -Be 'waiting, every 1h: 1 run, no failure, 0 missed'
    }
}
