Describe 'The event telemetry.handler.failure' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'C22 C23 reports the handler, the event and the reason' {
        $reports = Register-Recorder telemetry.handler.failure
        $config = [pscustomobject]@{ Is = 'the config' }
        Register-TelemetryHandler h a { throw 'boom' } $config
        $before = [DateTime]::UtcNow

        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/users' } -WarningAction SilentlyContinue

        $reports.Count | Should -Be 1
        $measurements, $metadata = $reports[0].Measurements, $reports[0].Metadata
        $measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'monotonic_time', 'system_time'
        $measurements.system_time | Should -BeGreaterOrEqual $before
        $measurements.system_time | Should -BeLessOrEqual ([DateTime]::UtcNow)
        $metadata.event_name | Should -Be 'a'
        $metadata.handler_id | Should -Be 'h'
        [object]::ReferenceEquals($metadata.handler_config, $config) | Should -BeTrue
        $metadata.kind | Should -Be 'System.Management.Automation.RuntimeException'
        $metadata.reason | Should -BeOfType [Management.Automation.RuntimeException]
        $metadata.reason.Message | Should -Be 'boom'
        $metadata.stacktrace | Should -Not -BeNullOrEmpty
        $metadata.measurements.ms | Should -Be 12
        $metadata.metadata.route | Should -Be '/users'
    }

    It 'C23 gives as reason and kind the exception that a catch would see' {
        $reports = Register-Recorder telemetry.handler.failure
        Register-TelemetryHandler h a { throw [InvalidOperationException] 'boom' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        $reports[0].Metadata.kind | Should -Be 'System.InvalidOperationException'
        $reports[0].Metadata.reason | Should -BeOfType [InvalidOperationException]
    }

    It 'C22 comes before the warning, and before the next handler of the event' {
        $order = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler fails a { throw 'boom' }
        Register-TelemetryHandler next a { $order.Add('next') }
        Register-TelemetryHandler reports telemetry.handler.failure { $order.Add('reported'); Write-Warning 'reported' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a }

        $order | Should -Be 'reported', 'next'
        $streams.Warning[0] | Should -Be 'reported'
        $streams.Warning[1] | Should -BeLike "*'fails' failed*"
    }

    It 'C24 finds the failed handler no longer listed' {
        $listed = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler reports telemetry.handler.failure { Get-TelemetryHandler | ForEach-Object { $listed.Add($_.Id) } }
        Register-TelemetryHandler fails a { throw 'boom' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        $listed | Should -Be 'reports'
    }

    It 'C25 has its own failing handler detached, reported to those that are left, and ends' {
        Register-TelemetryHandler bad-reporter telemetry.handler.failure { throw 'cannot report' }
        $reports = Register-Recorder telemetry.handler.failure good-reporter
        Register-TelemetryHandler fails a { throw 'boom' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'went on' }

        $reports | ForEach-Object { $_.Metadata.handler_id } | Should -Be 'fails', 'bad-reporter'
        $streams.Output | Should -Be 'went on'
        $streams.Warning.Count | Should -Be 2
        (Get-TelemetryHandler).Id | Should -Be 'good-reporter'
    }

    It 'C25 ends where its only handler fails' {
        Register-TelemetryHandler bad-reporter telemetry.handler.failure { throw 'cannot report' }
        Register-TelemetryHandler fails a { throw 'boom' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'went on' }

        $streams.Output | Should -Be 'went on'
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C26 comes once for a handler that fails inside of itself' {
        $reports = Register-Recorder telemetry.handler.failure
        Register-TelemetryHandler fails a { if ($args[1].value -lt 3) { Invoke-TelemetryEvent a ($args[1].value + 1) }; throw 'boom' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a 0 }

        $reports.Count | Should -Be 1
        $streams.Warning.Count | Should -Be 1
    }

    It 'does not come for a non-terminating error' {
        $reports = Register-Recorder telemetry.handler.failure
        Register-TelemetryHandler h a { Write-Error 'soft' }

        Invoke-TelemetryEvent a -ErrorAction SilentlyContinue

        $reports.Count | Should -Be 0
    }
}
