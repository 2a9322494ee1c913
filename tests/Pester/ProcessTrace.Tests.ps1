Describe 'Trace-TelemetryEvent -ProcessId' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $shell = (Get-Process -Id $PID).Path
        $shellArguments = @(if ([IO.Path]::GetFileNameWithoutExtension($shell) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll })

        # Starts a PowerShell that runs a script, and waits until the script has begun.
        function Start-Emitter([string] $Script) {
            $ready = Join-Path $TestDrive ([guid]::NewGuid())
            $command = "$Script".Replace('<ready>', "`$null = New-Item '$ready'")
            $start = [Diagnostics.ProcessStartInfo]::new($shell)
            $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
            $arguments = $shellArguments + '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded
            $arguments.ForEach({ $start.ArgumentList.Add($_) })
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $until = [datetime]::UtcNow.AddMinutes(2)
            while (-not (Test-Path $ready)) {
                if ($process.HasExited -or [datetime]::UtcNow -gt $until) {
                    throw "The process did not begin: $($process.StandardError.ReadToEnd())"
                }
                Start-Sleep -Milliseconds 50
            }

            $process
        }

        $busy = "$(Get-ImportCommand); <ready>; " +
            "while (`$true) { Invoke-TelemetrySpan svc.job @{ item = 'x' } { Start-Sleep -Milliseconds 20 } }"
    }

    AfterEach {
        if ($process) {
            $process.Kill()
            $process.WaitForExit()
            $process = $null
        }
    }

    It 'shows the events of a process that runs' {
        $process = Start-Emitter $busy

        $events = @(Trace-TelemetryEvent 'svc.*' -ProcessId $process.Id | Select-Object -First 4)

        $events[0].EventName | Should -BeLike svc.job.*
        $events.ForEach({ $_.Metadata.item }) | Sort-Object -Unique | Should -Be x
        $events[0] | Should -BeOfType ([Telemetry.Commands.TracedEvent])
        @($events.Where({ $_.EventName -eq 'svc.job.stop' }))[0].Measurements.duration | Should -BeGreaterThan ([timespan]::Zero)
        [datetime]::UtcNow - $events[0].Timestamp | Should -BeLessThan ([timespan]::FromMinutes(5))
    }

    It 'leaves no handler in the process, which does not notice it' {
        $process = Start-Emitter ($busy.Replace('while', @'
$null = Register-EngineEvent none
Register-TelemetryHandler list svc.job.stop { [IO.File]::WriteAllText((Join-Path '<drive>' list), (Get-TelemetryHandler).Id -join ',') }
while
'@.Replace('<drive>', $TestDrive)))
        $file = Join-Path $TestDrive list
        $null = Trace-TelemetryEvent 'svc.*' -ProcessId $process.Id | Select-Object -First 2

        # Written at each event: only the handler of the script itself is there in the end.
        $until = [datetime]::UtcNow.AddMinutes(1)
        do {
            Start-Sleep -Milliseconds 50
            $ids = [IO.File]::ReadAllText($file)
        } until ($ids -eq 'list' -or [datetime]::UtcNow -gt $until)

        $ids | Should -Be list
        $process.HasExited | Should -BeFalse
    }

    It 'ends with a warning when the process ends' {
        $process = Start-Emitter $busy
        $id = $process.Id

        $warnings = Trace-TelemetryEvent 'svc.*' -ProcessId $id 3>&1 | ForEach-Object {
            if ($_ -is [Management.Automation.WarningRecord]) { "$_" } elseif (-not $process.HasExited) { $process.Kill() }
        }

        $warnings | Should -BeLike "The trace of process $id has ended*"
    }

    It 'can be emitted again here, as the service does not' {
        $process = Start-Emitter $busy
        $calls = Register-Recorder 'svc.*'
        try {
            Trace-TelemetryEvent 'svc.*' -ProcessId $process.Id | Select-Object -First 3 | Invoke-TelemetryEvent

            $calls.Count | Should -Be 3
        }
        finally {
            Clear-TelemetryHandler
        }
    }

    It 'refuses a process that has not imported the module' {
        $process = Start-Emitter '<ready>; Start-Sleep 600'

        $failure = Get-ErrorOf { Trace-TelemetryEvent -ProcessId $process.Id }

        $failure.Id, $failure.IsTerminating, $failure.Target | Should -Be ModuleNotImported, $true, $process.Id
    }

    It 'refuses a process without PowerShell' {
        $other = Start-Process sleep 600 -PassThru
        try {
            $failure = Get-ErrorOf { Trace-TelemetryEvent -ProcessId $other.Id }

            $failure.Id, $failure.IsTerminating | Should -Be ProcessNotReachable, $true
            $failure.Message | Should -BeLike '*Get-PSHostProcessInfo*'
        }
        finally {
            $other.Kill()
        }
    }

    It 'refuses a process that does not exist, and its own' {
        (Get-ErrorOf { Trace-TelemetryEvent -ProcessId ([int]::MaxValue) }).Id | Should -Be ProcessNotFound
        (Get-ErrorOf { Trace-TelemetryEvent -ProcessId $PID }).Id | Should -Be InvalidProcess
    }

    It 'refuses an invalid pattern before it connects' {
        (Get-ErrorOf { Trace-TelemetryEvent 'a..b' -ProcessId ([int]::MaxValue) }).Id | Should -Be InvalidEventName
    }
}
