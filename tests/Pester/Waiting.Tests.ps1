Describe 'Wait-TelemetryEvent' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $import = Get-ImportCommand
        function Get-WaitHandler { Get-TelemetryHandler telemetry-trace-* }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'writes the event that its block emits, in the form in which it can be emitted again' {
        $seen = Wait-TelemetryEvent job.done { Invoke-TelemetryEvent job.done @{ files = 3 } @{ name = 'backup' }; 'dropped' } -Timeout 30

        @($seen).Count | Should -Be 1
        $seen.EventName, $seen.Measurements.files, $seen.Metadata.name | Should -Be 'job.done', 3, 'backup'
        $again = Trace-TelemetryEvent job.* { $seen | Invoke-TelemetryEvent }
        $again.Measurements.files | Should -Be 3
        Get-WaitHandler | Should -BeNullOrEmpty
    }

    It 'waits for an event of <Source>' -Skip:($PSEdition -eq 'Desktop') -ForEach @(
        @{ Source = 'a thread job'; Start = {
                $script:job = Start-ThreadJob {
                    & ([scriptblock]::Create($using:import))
                    Start-Sleep -Milliseconds 300
                    Invoke-TelemetryEvent job.done 5
                }
            }
        }
        @{ Source = 'a parallel loop as a job'; Start = {
                $script:job = 1..2 | ForEach-Object -AsJob -Parallel {
                    & ([scriptblock]::Create($using:import))
                    Invoke-TelemetryEvent job.done 5
                }
            }
        }
        @{ Source = 'an action of this session'; Start = {
                $script:timer = [Timers.Timer]::new(200)
                $script:timer.AutoReset = $false
                $script:job = Register-ObjectEvent $script:timer Elapsed -Action { Invoke-TelemetryEvent job.done 5 }
                $script:timer.Start()
            }
        }
    ) {
        $seen = Wait-TelemetryEvent job.done $Start -Timeout 60

        $seen.Measurements.value | Should -Be 5
        $script:job | Remove-Job -Force
    }

    It 'waits for several events of several names' {
        $seen = Wait-TelemetryEvent first.*, second.done {
            'first.a', 'other', 'second.done', 'second.start', 'first.b', 'first.c' | ForEach-Object { Invoke-TelemetryEvent $_ }
        } -Count 3 -Timeout 30

        $seen.EventName | Should -Be 'first.a', 'second.done', 'first.b'
    }

    It 'passes over events that <Condition> does not select' -ForEach @(
        @{ Condition = 'a table'; Arguments = @{ Where = @{ name = 'mail', 'back*' }; WhereNot = @{ state = 'failed' } } }
        @{ Condition = 'a script block'; Arguments = @{ Where = { $_.Metadata.name -eq $wanted -and $_.Metadata.state -ne 'failed' } } }
        @{ Condition = 'a script block with parameters'
            Arguments = @{ Where = { param($n, $m, $d) $n -eq 'job.done' -and $m.value -eq 3 -and $d.name -eq $wanted } }
        }
    ) {
        $wanted = 'backup'

        $seen = Wait-TelemetryEvent job.done {
            Invoke-TelemetryEvent job.done 1 @{ name = 'sync' }
            Invoke-TelemetryEvent job.done 2 @{ name = 'backup'; state = 'failed' }
            Invoke-TelemetryEvent job.done 3 @{ name = 'backup' }
            Invoke-TelemetryEvent job.done 4 @{ name = 'backup' }
        } @Arguments -Timeout 30

        $seen.Measurements.value | Should -Be 3
    }

    It 'writes an error when the time is over, and goes on' {
        $seen = Wait-TelemetryEvent job.done { Invoke-TelemetryEvent job.done } -Count 2 -Timeout 200ms -ErrorVariable problem `
            -ErrorAction SilentlyContinue

        @($seen).Count | Should -Be 1
        $problem.FullyQualifiedErrorId | Should -Be 'WaitTimeout,Telemetry.Commands.WaitTelemetryEventCommand'
        $problem.CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$problem" | Should -BeLike 'Within 200ms, 1 of 2 events of job.done came.*'
        Get-WaitHandler | Should -BeNullOrEmpty
    }

    It 'takes what came before with a timeout of 0' {
        (Wait-TelemetryEvent job.done { Invoke-TelemetryEvent job.done 7 } -Timeout 0).Measurements.value | Should -Be 7
        (Get-ErrorOf { Wait-TelemetryEvent job.done -Timeout 0 }).Id | Should -Be 'WaitTimeout'
    }

    It 'ends at once when its pipeline is stopped' {
        $session = [powershell]::Create()
        try {
            $running = $session.AddScript("$import`nWait-TelemetryEvent never.comes").BeginInvoke()
            while (-not (Get-WaitHandler)) { Start-Sleep -Milliseconds 5 }

            $session.Stop()

            $running.IsCompleted | Should -BeTrue
            Get-WaitHandler | Should -BeNullOrEmpty
        }
        finally {
            $session.Runspace.Dispose()
        }
    }

    It 'leaves no handler where the rest of the pipeline has enough' {
        $seen = Wait-TelemetryEvent a { 1..9 | ForEach-Object { Invoke-TelemetryEvent a $_ } } -Count 9 | Select-Object -First 2

        $seen.Measurements.value | Should -Be 1, 2
        Get-WaitHandler | Should -BeNullOrEmpty
    }

    It 'passes on the error of its block, and of its condition' {
        (Get-ErrorOf { Wait-TelemetryEvent a { throw 'boom' } }).Message | Should -Be 'boom'
        (Get-ErrorOf { Wait-TelemetryEvent a { Invoke-TelemetryEvent a } -Where { throw 'bad' } }).Message | Should -Be 'bad'
        Get-WaitHandler | Should -BeNullOrEmpty
    }

    It 'ends with an error when its handler is unregistered' {
        $problem = Get-ErrorOf { Wait-TelemetryEvent a { Get-WaitHandler | Unregister-TelemetryHandler } -ErrorAction Stop }

        $problem.Id | Should -Be 'WaitEnded'
    }

    It 'refuses <Arguments>' -ForEach @(
        @{ Arguments = "'a b'"; Id = 'InvalidEventName' }
        @{ Arguments = '@()'; Id = 'InvalidEventName' }
        @{ Arguments = 'a -Where 5'; Id = 'InvalidFilter' }
        @{ Arguments = 'a -WhereNot { }'; Id = 'InvalidFilter' }
        @{ Arguments = 'a -Timeout ([timespan]::FromSeconds(-1))'; Id = 'InvalidTimeout' }
        @{ Arguments = 'a -Timeout 30d'; Id = 'InvalidTimeout' }
    ) {
        $problem = Get-ErrorOf { & ([scriptblock]::Create("Wait-TelemetryEvent $Arguments")) }

        $problem.Id | Should -Be $Id
        Get-WaitHandler | Should -BeNullOrEmpty
    }
}
