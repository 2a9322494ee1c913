Describe 'Trace-TelemetryEvent' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Emits in a session of its own until it is stopped: one statement, as the engine goes on to the next one of several
        # on a thread of its own, after Stop has returned and the session may be closed. The flag is asked too, as the engine
        # forgets a stop that comes in the instant in which a pipeline in the loop ends.
        function Start-Emitter([hashtable] $Flag) {
            $session = [powershell]::Create()
            $null = $session.AddScript("param(`$flag) $(Get-ImportCommand)`n" +
                'for ($i = 0; -not $flag.IsStopped; $i++) { Invoke-TelemetryEvent live.tick $i; Start-Sleep -Milliseconds 5 }')
            $null = $session.AddArgument($Flag).BeginInvoke()
            $session
        }

        function Get-TraceHandler { Get-TelemetryHandler telemetry-trace-* }
    }
    AfterEach { Clear-TelemetryHandler }

    Context 'without a block' {
        BeforeAll {
            $flag = [hashtable]::Synchronized(@{})
            $emitter = Start-Emitter $flag
        }
        AfterAll {
            $flag.IsStopped = $true
            $emitter.Stop()
            $emitter.Runspace.Dispose()
        }

        It 'P3 writes events as they go by until the rest of the pipeline has enough, and leaves no handler' {
            $seen = @(Trace-TelemetryEvent live.* | Select-Object -First 3)

            $seen.Count | Should -Be 3
            $seen.EventName | Should -Be 'live.tick', 'live.tick', 'live.tick'
            $first = $seen[0].Measurements.value
            $seen.Measurements.value | Should -Be $first, ($first + 1), ($first + 2)
            $seen.Session | Should -Be (, $emitter.Runspace.Name * 3)
            Get-TraceHandler | Should -BeNullOrEmpty
        }

        It 'P3 leaves no handler where <Way>' -ForEach @(
            @{ Way = 'a command downstream fails'; Rest = { throw 'enough' } }
            @{ Way = 'a command downstream leaves the loop around it'; Rest = { break } }
        ) {
            foreach ($once in 1) {
                try {
                    Trace-TelemetryEvent | ForEach-Object $Rest
                }
                catch {
                    "$_" | Should -Be 'enough'
                }
            }

            Get-TraceHandler | Should -BeNullOrEmpty
        }

        It 'P3 runs in a job, and ends when that is stopped' -Skip:($PSEdition -eq 'Desktop') {
            $import = Get-ImportCommand
            $job = Start-ThreadJob { & ([scriptblock]::Create($using:import)); Trace-TelemetryEvent live.* }
            try {
                while ($job.Output.Count -lt 2) { Start-Sleep -Milliseconds 5 }
                Stop-Job $job

                (Receive-Job $job)[0].EventName | Should -Be 'live.tick'
                Get-TraceHandler | Should -BeNullOrEmpty
            }
            finally {
                Remove-Job $job -Force
            }
        }

        It 'P3 ends with a warning when its handler is unregistered' {
            $streams = Get-StreamsOf {
                Trace-TelemetryEvent live.* | ForEach-Object { $_; Get-TraceHandler | Unregister-TelemetryHandler }
            }

            $streams.Output[0].EventName | Should -Be 'live.tick'
            $streams.Warning[-1] | Should -BeLike '*ended*unregistered*'
        }
    }

    Context 'with a block' {
        It 'P5 gives the events that were emitted while it ran' {
            $trace = Trace-TelemetryEvent job.* {
                Invoke-TelemetryEvent job.start @{ items = 2 } @{ queue = 'mail' }
                Invoke-TelemetryEvent web.hit
                Invoke-TelemetryEvent job.stop @{ items = 2 }
                'output is dropped'
            }

            $trace.EventName | Should -Be 'job.start', 'job.stop'
            $trace[0].Measurements.items | Should -Be 2
            $trace[0].Metadata.queue | Should -Be 'mail'
            $trace[0].Session | Should -Be ([runspace]::DefaultRunspace.Name)
            $trace[0].Timestamp.Kind | Should -Be 'Utc'
        }

        It 'P5 takes in what parallel sessions and jobs emit' -Skip:($PSEdition -eq 'Desktop') {
            $import = Get-ImportCommand
            $trace = Trace-TelemetryEvent {
                1..3 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent part.done $_ }
                $null = Start-ThreadJob { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent job.done } |
                    Receive-Job -Wait -AutoRemoveJob
            }

            $trace | Where-Object EventName -EQ 'part.done' | ForEach-Object { $_.Measurements.value } | Sort-Object | Should -Be 1, 2, 3
            $trace | Where-Object EventName -EQ 'part.done' | ForEach-Object Session | Should -BeLike 'PSTask:*'
            $trace[-1].EventName | Should -Be 'job.done'
        }

        It 'P5 is emitted again by the pipeline' {
            $trace = Trace-TelemetryEvent { Invoke-TelemetryEvent job.stop @{ items = 2 } @{ queue = 'mail' } }
            $calls = Register-Recorder job.stop

            $trace | Invoke-TelemetryEvent

            $calls.Count | Should -Be 1
            $calls[0].Measurements.items | Should -Be 2
            $calls[0].Metadata.queue | Should -Be 'mail'
        }

        It 'P5 lets the error of the block through, after what was recorded' {
            $seen = [Collections.Generic.List[object]]::new()

            $problem = Get-ErrorOf {
                Trace-TelemetryEvent { Invoke-TelemetryEvent job.start; throw 'boom' } | ForEach-Object { $seen.Add($_) }
            }

            $problem.Message | Should -Be 'boom'
            $problem.IsTerminating | Should -BeTrue
            $seen.EventName | Should -Be 'job.start'
            Get-TraceHandler | Should -BeNullOrEmpty
        }

        It 'P5 shows the errors and messages of the block' {
            $streams = Get-StreamsOf {
                (Trace-TelemetryEvent { Write-Error 'an error'; Write-Warning 'a warning'; Invoke-TelemetryEvent a }).EventName
            }

            $streams.Error | Should -Be 'an error'
            $streams.Warning | Should -Be 'a warning'
            $streams.Output | Should -Be 'a'
        }

        It 'P5 works with the mocks of the test around it' {
            Mock Get-Date { Invoke-TelemetryEvent mocked }

            (Trace-TelemetryEvent { Get-Date }).EventName | Should -Be 'mocked'
        }
    }

    It 'P3 refuses a pattern that is none, and says what to do' {
        $problem = Get-ErrorOf { Trace-TelemetryEvent 'a b' }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.IsTerminating | Should -BeTrue
        $problem.Target | Should -Be 'a b'
        $problem.Message | Should -BeLike "*white space*'web.*'*"
    }

    Context 'on the screen' {
        BeforeAll {
            $trace = Trace-TelemetryEvent {
                Invoke-TelemetryEvent web.request.start @{ size = 1 } @{ route = '/users/{id}'; }
                Invoke-TelemetryEvent web.request.stop @{ duration = [timespan]::FromMilliseconds(12.5) } @{ status = 200; }
            }
            $time = $trace[0].Timestamp.ToLocalTime().ToString('HH:mm:ss.fff')
            $session = [runspace]::DefaultRunspace.Name
            function Get-View($Objects, [int] $Width) {
                $rendering = $PSStyle.OutputRendering
                try {
                    $PSStyle.OutputRendering = 'PlainText'
                    ($Objects | Out-String -Width $Width).Trim() -split '\r?\n' | ForEach-Object TrimEnd
                }
                finally {
                    $PSStyle.OutputRendering = $rendering
                }
            }
        }

        It 'P3 is a table of <Width> columns, an event to a line' -ForEach @(@{ Width = 80 }, @{ Width = 120 }) {
            $lines = Get-View $trace $Width

            $lines.Count | Should -Be 4
            $lines[0] -split '\s+' | Should -Be 'Time', 'EventName', 'Measurements', 'Metadata', 'From'
            $lines[2] -split '\s+' | Should -Be $time, 'web.request.start', 'size=1', 'route=/users/{id}', $session
            $lines[3] -split '\s+' | Select-Object -Skip 1 | Should -Be 'web.request.stop', 'duration=12.5ms', 'status=200', $session
            ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $Width
        }

        It 'P3 cuts what does not fit, and says where' {
            $long = Trace-TelemetryEvent { Invoke-TelemetryEvent a.b 1 @{ text = 'long ' * 50 } }

            $lines = Get-View $long 80

            $lines.Count | Should -Be 3
            $lines[2] | Should -Match 'text=long long.*(\u2026|\.\.\.)'
        }

        It 'P3 shows its properties as a list, and on one line' {
            $list = Get-View ($trace[0] | Format-List) 80

            $list | ForEach-Object { ($_ -split ':')[0].Trim() } |
                Should -Be 'Timestamp', 'EventName', 'Measurements', 'Metadata', 'ThreadId', 'Session'
            "$($trace[0])" | Should -Be "$time web.request.start {size=1} {route=/users/{id}} $session"
        }
    }
}
