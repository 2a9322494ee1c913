BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $protocols = @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
}

Describe 'Log records in a receiver of OpenTelemetry' -Skip:(-not $runs) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Otlp.psm1"
        Import-Otlp
    }
    AfterAll { Remove-Otlp }
    BeforeEach { $receiver = Start-OtlpReceiver }
    AfterEach {
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        Clear-TelemetrySource
        Clear-TelemetryPoll
        $receiver.Stop()
    }

    It 'O5 events arrive with name, severity, attributes, time and the span they occurred in, by <Protocol>' -ForEach $protocols {
        Start-Otlp ($receiver.EndpointOf($Protocol)) -Protocol $Protocol -Log job.*, note
        $before = [datetime]::UtcNow
        Invoke-TelemetryEvent note @{ size = 1.5; took = [timespan]::FromSeconds(2) } @{ who = 'me'; none = $null }
        try { Invoke-TelemetrySpan job.run { Invoke-TelemetryEvent note; throw 'oops' } } catch { $null = $_ }
        Invoke-TelemetryEvent other
        (Get-OtlpReporter).FlushNow() | Should -BeTrue

        $receiver.Logs.EventName | Should -Be note, job.run.start, note, job.run.exception
        $first, $start, $inside, $failed = $receiver.Logs
        $first.Body, $first.SeverityText, $first.TraceId | Should -Be note, Information, ''
        $first.Attributes.size, $first.Attributes.took, $first.Attributes.who | Should -Be 1.5, 2, me
        $first.Time | Should -BeGreaterOrEqual $before.AddSeconds(-30)
        $span = $receiver.Span('job.run')
        $start.SpanId, $inside.SpanId, $failed.SpanId | Should -Be $span.SpanId, $span.SpanId, $span.SpanId
        $failed.TraceId | Should -Be $span.TraceId
        $failed.SeverityText, $failed.Body | Should -Be Error, 'job.run.exception: oops'
        $failed.Attributes.'exception.type' | Should -BeLike *Exception
        $failed.Attributes.'exception.message' | Should -Be oops
        $failed.Attributes.'exception.stacktrace' | Should -BeLike '*line*'
    }
}
