# Which span is the parent of a span: the one that is open in the same flow of control.
BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1"

    # The text of a block that imports the module in another session, and gives the name of its span's parent.
    function Get-ParentProbe([string] $Name = 'inner') {
        "$(Get-ImportCommand); Invoke-TelemetrySpan $Name { `"`$(`$_.Parent.Name)`" }"
    }

    function Receive-JobOutput([Parameter(ValueFromPipeline)] $Job) {
        process { $Job | Wait-Job | Receive-Job; $Job | Remove-Job }
    }

    # Runs statements, between which the engine runs actions, until an action has done its work.
    function Wait-Until([scriptblock] $Condition) {
        $limit = [datetime]::UtcNow.AddSeconds(30)
        while (-not (& $Condition) -and [datetime]::UtcNow -lt $limit) { }
    }
}

Describe 'The parent of a span in ForEach-Object -Parallel' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll { $probe = Get-ParentProbe }

    It 'is the span around it, in each of its sessions, new or used again' {
        $parents = Invoke-TelemetrySpan outer {
            1..6 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } -ThrottleLimit 2
        }
        $parents | Should -Be (@('outer') * 6)

        $parents = Invoke-TelemetrySpan outer {
            1..2 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } -UseNewRunspace
        }
        $parents | Should -Be 'outer', 'outer'
    }

    It 'is none where none is open' {
        Invoke-TelemetrySpan before { 1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } } | Should -Be 'before'

        1..4 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } -ThrottleLimit 2 | Should -Be '', '', '', ''
    }

    It 'is the inner one of the same flow, where it is nested' {
        $parents = Invoke-TelemetrySpan outer {
            1..2 | ForEach-Object -Parallel {
                $inner = $using:probe
                & ([scriptblock]::Create("$inner".Split(';')[0]))
                Invoke-TelemetrySpan "part$_" { 1..2 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:inner)) } }
            }
        }

        $parents | Sort-Object | Should -Be 'part1', 'part1', 'part2', 'part2'
    }

    It 'is the span around it with -AsJob, as long as that is open' {
        Invoke-TelemetrySpan outer {
            1..3 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } -AsJob | Receive-JobOutput
        } | Should -Be 'outer', 'outer', 'outer'

        $gate = [Threading.ManualResetEventSlim]::new()
        $job = Invoke-TelemetrySpan outer {
            1 | ForEach-Object -Parallel { ($using:gate).Wait(); & ([scriptblock]::Create($using:probe)) } -AsJob
        }
        $gate.Set()
        $job | Receive-JobOutput | Should -Be ''
    }
}

Describe 'The parent of a span in a job' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll { $probe = Get-ParentProbe }

    It 'is none in a thread job that was started inside a span' {
        Invoke-TelemetrySpan outer { Start-ThreadJob ([scriptblock]::Create($probe)) | Receive-JobOutput } | Should -Be ''
    }

    It 'is none in a thread job that another job made room for' {
        # The second one is started by the thread of the first one, in which a span of another flow is open.
        $gate = [Threading.ManualResetEventSlim]::new()
        $import = Get-ImportCommand
        $busy = Start-ThreadJob -ThrottleLimit 1 {
            & ([scriptblock]::Create($using:import))
            Invoke-TelemetrySpan other { ($using:gate).Wait() }
        }
        $waiting = Start-ThreadJob -ThrottleLimit 1 ([scriptblock]::Create($probe))
        $gate.Set()

        $waiting | Receive-JobOutput | Should -Be ''
        $busy | Receive-JobOutput
    }

    It 'is the span that was opened in the job itself' {
        $import = Get-ImportCommand
        Invoke-TelemetrySpan outer {
            Start-ThreadJob {
                & ([scriptblock]::Create($using:import))
                Invoke-TelemetrySpan own { "$($_.Parent.Name)<own"; Invoke-TelemetrySpan inner { "$($_.Parent.Name)<inner" } }
            } | Receive-JobOutput
        } | Should -Be '<own', 'own<inner'
    }

    It 'is none in what a job runs in parallel, unless the job opened one' {
        $import = Get-ImportCommand
        Invoke-TelemetrySpan outer {
            Start-ThreadJob {
                $inner = $using:probe
                & ([scriptblock]::Create($using:import))
                1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:inner)) }
                Invoke-TelemetrySpan own { 1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:inner)) } }
            } | Receive-JobOutput
        } | Should -Be '', 'own'
    }

    # Nothing of the engine's tells a session of ForEach-Object -Parallel who started it.
    It 'is the span around a job that did not import the module, in what it runs in parallel' {
        Invoke-TelemetrySpan outer {
            Start-ThreadJob {
                $inner = $using:probe
                1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:inner)) }
            } | Receive-JobOutput
        } | Should -Be 'outer'
    }

    It 'is handed over by -Parent' {
        $import = Get-ImportCommand
        Invoke-TelemetrySpan outer {
            $span = $_
            Start-ThreadJob {
                & ([scriptblock]::Create($using:import))
                Invoke-TelemetrySpan own -Parent $using:span { $_.Parent.Name; Invoke-TelemetrySpan inner { $_.Parent.Name } }
            } | Receive-JobOutput
        } | Should -Be 'outer', 'own'
    }

    It 'is none in the process of Start-Job' {
        Invoke-TelemetrySpan outer { Start-Job ([scriptblock]::Create($probe)) | Receive-JobOutput } | Should -Be ''
    }

    It 'is none in a session of one''s own, on a new thread or on one that is used again' {
        $pool = [runspacefactory]::CreateRunspacePool(1, 1)
        $pool.Open()
        try {
            $invoke = {
                $shell = [powershell]::Create().AddScript($probe)
                $shell.RunspacePool = $pool
                $shell.Invoke()
            }

            Invoke-TelemetrySpan outer { & $invoke; Invoke-TelemetrySpan inner { & $invoke } } | Should -Be '', ''
            & $invoke | Should -Be ''
        }
        finally {
            $pool.Dispose()
        }
    }
}

Describe 'The parent of a span in an event action' {
    BeforeAll {
        # Actions see what is global.
        function global:Invoke-ParentProbe {
            Invoke-TelemetrySpan inner { "$($_.Parent.Name)"; Invoke-TelemetrySpan nested { "$($_.Parent.Name)" } }
        }
    }
    AfterAll { Remove-Item function:global:Invoke-ParentProbe }
    BeforeEach { $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new() }
    AfterEach {
        Get-EventSubscriber -SourceIdentifier telemetry.test* | Unregister-Event
        Clear-TelemetryHandler
    }

    It 'is none, though a span is open in what the action interrupts' {
        $null = Register-EngineEvent telemetry.test.action -Action {
            foreach ($parent in Invoke-ParentProbe) { $Event.MessageData.Enqueue($parent) }
        }

        Invoke-TelemetrySpan outer {
            $null = New-Event telemetry.test.action -MessageData $seen
            Wait-Until { $seen.Count -ge 2 }
            Invoke-ParentProbe
        } | Should -Be 'outer', 'inner'

        $seen | Should -Be '', 'inner'
    }

    It 'is none for the event of an object' {
        $timer = [Timers.Timer]::new(1)
        $timer.AutoReset = $false
        $source = @{ InputObject = $timer; EventName = 'Elapsed'; SourceIdentifier = 'telemetry.test.timer' }
        $null = Register-ObjectEvent @source -MessageData $seen -Action {
            foreach ($parent in Invoke-ParentProbe) { $Event.MessageData.Enqueue($parent) }
        }

        Invoke-TelemetrySpan outer { $timer.Start(); Wait-Until { $seen.Count -ge 2 } }

        $seen | Should -Be '', 'inner'
        $timer.Dispose()
    }

    # As in a job that did not import the module.
    It 'is the span around an action that has none, in what it runs in parallel' -Skip:($PSEdition -eq 'Desktop') {
        $data = [pscustomobject]@{ Probe = Get-ParentProbe; Seen = $seen }
        $null = Register-EngineEvent telemetry.test.parallel -Action {
            $probe = $Event.MessageData.Probe
            $parents = & {
                1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) }
                Invoke-TelemetrySpan own { 1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:probe)) } }
            }
            foreach ($parent in $parents) { $Event.MessageData.Seen.Enqueue($parent) }
        }

        Invoke-TelemetrySpan outer {
            $null = New-Event telemetry.test.parallel -MessageData $data
            Wait-Until { $seen.Count -ge 2 }
        }

        $seen | Should -Be 'outer', 'own'
    }

    It 'is the span around it where a script waits for the event itself' {
        $timer = [Timers.Timer]::new(1)
        $timer.AutoReset = $false
        $null = Register-ObjectEvent -InputObject $timer -EventName Elapsed -SourceIdentifier telemetry.test.wait

        Invoke-TelemetrySpan outer {
            $timer.Start()
            $null = Wait-Event telemetry.test.wait
            Invoke-ParentProbe
        } | Should -Be 'outer', 'inner'
        $timer.Dispose()
    }

    It 'is what a handler is given as $_.Span as well' {
        Register-TelemetryHandler tell tick { param($EventName, $Measurements, $Metadata, $Seen) $Seen.Enqueue("$($_.Span.Name)") } $seen
        $null = Register-EngineEvent telemetry.test.tell -Action {
            Invoke-TelemetryEvent tick
            Invoke-TelemetrySpan own { Invoke-TelemetryEvent tick }
        }

        Invoke-TelemetrySpan outer {
            $null = New-Event telemetry.test.tell
            Wait-Until { $seen.Count -ge 2 }
            Invoke-TelemetryEvent tick
        }

        $seen | Should -Be '', 'own', 'outer'
    }
}

Describe 'The parent of a span in a handler' {
    BeforeEach { $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new() }
    AfterEach { Clear-TelemetryHandler }

    It 'is the span that the event was emitted in, at home and in a copy' -Skip:($PSEdition -eq 'Desktop') {
        $import = Get-ImportCommand
        Register-TelemetryHandler span tick -Config $seen -InitializationScript ([scriptblock]::Create($import)) {
            param($EventName, $Measurements, $Metadata, $Seen)

            Invoke-TelemetrySpan note { $Seen.Enqueue("$($_.Parent.Name)") }
        }

        Invoke-TelemetrySpan outer {
            Invoke-TelemetryEvent tick
            1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent tick }
        }

        $seen | Should -Be 'outer', 'outer'
    }

    It 'is none in a thread job, and neither is $_.Span' -Skip:($PSEdition -eq 'Desktop') {
        $import = Get-ImportCommand
        Register-TelemetryHandler span tick -Config $seen -InitializationScript ([scriptblock]::Create($import)) {
            param($EventName, $Measurements, $Metadata, $Seen)

            $span = $_.Span
            Invoke-TelemetrySpan note { $Seen.Enqueue("$($_.Parent.Name)|$($span.Name)") }
        }
        $tick = Get-TelemetryEvent tick

        Invoke-TelemetrySpan outer {
            Start-ThreadJob { & ([scriptblock]::Create($using:import)); Invoke-TelemetryEvent tick } | Receive-JobOutput
        }

        $seen | Should -Be '|'
    }

    It 'is no span that a handle in a thread job carries with it' -Skip:($PSEdition -eq 'Desktop') {
        Register-TelemetryHandler span tick { param($EventName, $Measurements, $Metadata, $Seen) $Seen.Enqueue("$($_.Span.Name)") } $seen
        $tick = Get-TelemetryEvent tick

        Invoke-TelemetrySpan outer { Start-ThreadJob { $handle = $using:tick; $handle.Execute() } | Receive-JobOutput; $tick.Execute() }

        $seen | Should -Be '', 'outer'
    }
}
