Describe 'The span that an event was emitted in' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $tell = { param($EventName, $Measurements, $Metadata, $Seen) $Seen.Enqueue("$EventName in '$($_.Span.Name)'") }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'is $_.Span, the innermost one, and $null outside of spans' {
        $spans = [Collections.Generic.List[object]]::new()
        Register-TelemetryHandler tell http.retry { param($EventName, $Measurements, $Metadata, $Spans) $Spans.Add($_.Span) } $spans

        Invoke-TelemetryEvent http.retry
        Invoke-TelemetrySpan sync {
            Invoke-TelemetrySpan sync.file @{ telemetry_span_context = 'file 7' } { Invoke-TelemetryEvent http.retry }
            Invoke-TelemetryEvent http.retry
        }
        Invoke-TelemetryEvent http.retry

        $spans | ForEach-Object { "$($_.Name)" } | Should -Be '', 'sync.file', 'sync', ''
        $spans[1].Context, $spans[1].Parent.Name | Should -Be 'file 7', 'sync'
        [object]::ReferenceEquals($spans[1].Parent, $spans[2]) | Should -BeTrue
    }

    It 'ties what happens in a span to it, by the context' {
        $retries = @{}
        Register-TelemetryHandler tie http.retry, sync.file.stop -Config $retries {
            param($EventName, $Measurements, $Metadata, $Retries)

            if ($EventName -eq 'http.retry') { $Retries[$_.Span.Context]++ }
            else {
                $Retries[$Metadata.file] = $Retries[$Metadata.telemetry_span_context]
                $Retries.Remove($Metadata.telemetry_span_context)
            }
        }

        foreach ($file in 'a', 'b') {
            Invoke-TelemetrySpan sync.file @{ file = $file } {
                1..(2 + ($file -eq 'b')) | ForEach-Object { Invoke-TelemetryEvent http.retry }
            }
        }

        $retries.a, $retries.b, $retries.Count | Should -Be 2, 3, 2
    }

    It 'is, for the events of a span itself, the span around it' {
        Register-TelemetryHandler tell 'sync.*' $tell $seen

        Invoke-TelemetrySpan job {
            Invoke-TelemetrySpan sync.file { }
            Invoke-TelemetrySpan sync.file { $_.Stop() }
            try { Invoke-TelemetrySpan sync.file { throw 'no' } } catch { 'caught' }
            Start-TelemetrySpan sync.file | Stop-TelemetrySpan
        } | Should -Be 'caught'
        Invoke-TelemetrySpan sync.file { }

        $events = 'start', 'stop', 'start', 'stop', 'start', 'exception', 'start', 'stop' | ForEach-Object { "sync.file.$_ in 'job'" }
        $seen | Should -Be ($events + "sync.file.start in ''" + "sync.file.stop in ''")
    }

    It 'is the one of the emit in a copy' -Skip:($PSEdition -eq 'Desktop') {
        Register-TelemetryHandler tell http.retry $tell $seen
        $import = Get-ImportCommand

        Invoke-TelemetrySpan sync {
            1..2 | ForEach-Object -Parallel {
                & ([scriptblock]::Create($using:import))
                Invoke-TelemetryEvent http.retry
                Invoke-TelemetrySpan "sync.file$_" { Invoke-TelemetryEvent http.retry }
            }
        }

        $seen | Sort-Object | Should -Be (
            "http.retry in 'sync'", "http.retry in 'sync'", "http.retry in 'sync.file1'", "http.retry in 'sync.file2'" | Sort-Object)
    }

    It 'is the one of the emit in a buffered handler' {
        Register-TelemetryHandler tell http.retry $tell $seen -Buffered

        Invoke-TelemetrySpan sync.file { Invoke-TelemetryEvent http.retry }
        Invoke-TelemetryEvent http.retry
        Unregister-TelemetryHandler tell

        $seen | Should -Be "http.retry in 'sync.file'", "http.retry in ''"
    }

    It 'is seen where the event is emitted by a handle' {
        Register-TelemetryHandler tell http.retry $tell $seen
        $retry = Get-TelemetryEvent http.retry

        Invoke-TelemetrySpan sync.file { $retry.Execute(@{ n = 1 }) }

        $seen | Should -Be "http.retry in 'sync.file'"
    }

    It 'can be the parent of a span that the handler starts' {
        Register-TelemetryHandler notify http.retry -Buffered -Config $seen {
            param($EventName, $Measurements, $Metadata, $Seen)

            Invoke-TelemetrySpan notify { $Seen.Enqueue($_.Parent.Name) } -Parent $_.Span
        } -InitializationScript ([scriptblock]::Create((Get-ImportCommand)))

        Invoke-TelemetrySpan sync.file { Invoke-TelemetryEvent http.retry }
        Unregister-TelemetryHandler notify

        $seen | Should -Be 'sync.file'
    }

    It 'is in a trace' {
        $events = Trace-TelemetryEvent http.retry {
            Invoke-TelemetrySpan sync.file { Invoke-TelemetryEvent http.retry }
            Invoke-TelemetryEvent http.retry
        }

        $events.Span.Name | Should -Be 'sync.file'
        $events[1].Span | Should -BeNullOrEmpty
    }
}
