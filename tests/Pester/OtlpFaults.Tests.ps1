# Faults of receivers, for each signal by each protocol. The other signals are accepted meanwhile.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $faults = @(
        @{ Fault = 'a refusal of the credentials'; Answer = 'refused'; HttpProtobuf = '*401 (Unauthorized): who are you?*'
            Grpc = '*16 (UNAUTHENTICATED): who are you?*' }
        @{ Fault = 'too much load'; Answer = 'overloaded'; HttpProtobuf = '*503 (ServiceUnavailable): come back later*'
            Grpc = '*14 (UNAVAILABLE): come back later*' }
        @{ Fault = 'a redirection'; Answer = 'redirect http://127.0.0.1:1/login?secret=1'
            HttpProtobuf = '*302 (Found) to http://127.0.0.1:1/login, which is not followed*'
            Grpc = '*302 (Found) to http://127.0.0.1:1/login, which is not followed*' }
        @{ Fault = 'a page of a proxy'; Answer = 'http 502 <html>bad gateway</html>'
            HttpProtobuf = '*502 (BadGateway): <html>bad gateway</html>*'; Grpc = '*502 (BadGateway): <html>bad gateway</html>*' }
        @{ Fault = 'no answer'; Answer = 'hang'; Timeout = 2; HttpProtobuf = '*did not answer in 2 s*'; Grpc = '*did not answer in 2 s*' }
    )
    $cases = foreach ($protocol in 'HttpProtobuf', 'Grpc') {
        foreach ($signal in 'metrics', 'traces', 'logs') {
            foreach ($fault in $faults) {
                $fault + @{ Protocol = $protocol; Signal = $signal; Expected = $fault[$protocol] }
            }
        }
    }
    $signals = foreach ($protocol in 'HttpProtobuf', 'Grpc') {
        foreach ($signal in 'metrics', 'traces', 'logs') {
            @{ Protocol = $protocol; Signal = $signal }
        }
    }
}

Describe 'The truth about what arrived' -Skip:(-not $runs) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Otlp.psm1"
        Import-Otlp

        # A busy machine takes its time: only the signal that gets no answer has less.
        function Start-Reporter([string] $Protocol, [string] $Signal, [int] $Timeout) {
            $env:OTEL_EXPORTER_OTLP_TIMEOUT = '60000'
            $variable = if ($Timeout) { "OTEL_EXPORTER_OTLP_${Signal}_TIMEOUT".ToUpperInvariant() }
            if ($variable) { Set-Item "env:$variable" "$($Timeout * 1000)" }
            try {
                Start-TelemetryOtlpReporter ($receiver.EndpointOf($Protocol)) -Protocol $Protocol -Log 'job.*' -Interval 1h `
                    -WarningAction SilentlyContinue
            }
            finally {
                Remove-Item env:OTEL_EXPORTER_OTLP_TIMEOUT
                if ($variable) { Remove-Item "env:$variable" }
            }

            # Once everything is compiled and connected.
            Invoke-TelemetrySpan job.first {}
            $first = Get-OtlpReporter
            while (-not $first.FlushNow()) {}
            Get-OtlpReporter
        }

        function Invoke-Work {
            1..4 | ForEach-Object { Invoke-TelemetrySpan job.run @{ n = $_ } {} }
        }

        function Get-Arrived {
            $counts = $receiver.Metrics.Where({ $_.Name -eq 'job.run.stop.count' })
            [pscustomobject]@{
                Metrics = if ($counts) { $counts[-1].Points[0].Value } else { 0 }
                Traces  = @($receiver.Spans.Where({ $_.Name -eq 'job.run' }).SpanId | Sort-Object -Unique).Count
                Logs    = @($receiver.Logs.Where({ $_.EventName -like 'job.run.*' }).ForEach({ "$($_.SpanId) $($_.EventName)" }) |
                        Sort-Object -Unique).Count
            }
        }
    }
    AfterAll { Remove-Otlp }
    BeforeEach {
        $receiver = Start-OtlpReceiver
        Register-TelemetryMetric job.run.stop.count Counter
    }
    AfterEach {
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        $receiver.Stop()
    }

    It 'O3 <Fault> at <Signal> by <Protocol> is shown once, and everything arrives afterwards' -ForEach $cases {
        $reporter = Start-Reporter -Protocol $Protocol -Signal $Signal -Timeout $Timeout
        $receiver.Respond($Signal, $Answer)
        Invoke-Work

        1..2 | ForEach-Object { $reporter.FlushNow() | Should -BeFalse }

        $reporter.State | Should -Be Failing
        $reporter.Notices.All | Should -HaveCount 1
        $reporter.Notices.All[0] | Should -BeLike "Reporter 'otlp' failed to report to *"
        $reporter.Notices.All[0] | Should -BeLike $Expected
        $reporter.Notices.All[0] | Should -Not -BeLike '*secret*'
        if ($Protocol -eq 'HttpProtobuf') {
            $reporter.LastError | Should -BeLike "$($receiver.Endpoint)/v1/$Signal *"
        }

        $receiver.Respond($Signal, 'ok')
        $receiver.Release()
        $reporter.FlushNow() | Should -BeTrue

        $arrived = Get-Arrived
        $arrived.Metrics, $arrived.Traces, $arrived.Logs | Should -Be 4, 4, 8
        $reporter.Dropped | Should -Be 0
        $reporter.Notices.All | Should -HaveCount 2
        $reporter.Notices.All[1] | Should -BeLike '*again, after 2 failures.'
    }

    It 'O3 O6 three items of <Signal> rejected by <Protocol> are counted and shown once with the text' -ForEach $signals {
        $reporter = Start-Reporter $Protocol
        $receiver.Respond($Signal, 'partial 3 they are bad')
        Invoke-Work

        $reporter.FlushNow() | Should -BeTrue
        Invoke-Work
        $reporter.FlushNow() | Should -BeTrue

        $words = @{ metrics = 'values of metrics'; traces = 'spans'; logs = 'log records' }
        $address = if ($Protocol -eq 'Grpc') { $receiver.GrpcEndpoint } else { "$($receiver.Endpoint)/v1/$Signal" }
        $reporter.Notices.All | Should -Be "Reporter 'otlp': $($address.TrimEnd('/')) rejected 3 $($words[$Signal]): they are bad."
        $reporter.Dropped | Should -Be 6
        $reporter.State | Should -Be Running

        Stop-TelemetryReporter otlp
        $reporter.Notices.All[-1] | Should -BeLike "Reporter 'otlp' left out * items in all, which did not arrive at *"
    }

    It 'O3 a hint without rejected items of <Signal> by <Protocol> is a success' -ForEach $signals {
        $reporter = Start-Reporter $Protocol
        $receiver.Respond($Signal, 'partial 0 please upgrade')
        Invoke-Work

        $reporter.FlushNow() | Should -BeTrue

        $reporter.Notices.All | Should -BeNullOrEmpty
        $reporter.Dropped | Should -Be 0
    }

    It 'O6 <Signal> that a receiver will never take by <Protocol> are dropped, counted and shown' -ForEach $signals {
        $reporter = Start-Reporter $Protocol
        $answer = if ($Protocol -eq 'Grpc') { 'status 400 3 not so' } else { 'http 400 not so' }
        $receiver.Respond($Signal, $answer, 'ok')
        Invoke-Work

        $reporter.FlushNow() | Should -BeFalse
        $reporter.FlushNow() | Should -BeTrue

        $dropped = @{ metrics = 0; traces = 4; logs = 8 }[$Signal]
        $reporter.Dropped | Should -Be $dropped
        $reporter.Notices.All[0] | Should -BeLike $(if ($dropped) { "*dropped $dropped *" } else { '*not so*' })
        (Get-Arrived).$Signal | Should -Be $(if ($dropped) { 0 } else { 4 })
    }

    It 'O3 a receiver that is not there is shown once with the address and the reason, by <Protocol>' -ForEach @(
        @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
    ) {
        $endpoint = [uri] $receiver.EndpointOf($Protocol)
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $port = $listener.LocalEndpoint.Port
        $listener.Stop()

        Start-TelemetryOtlpReporter "http://127.0.0.1:$port" -Protocol $Protocol -Interval 1h -Timeout 5s -WarningAction SilentlyContinue
        $reporter = Get-OtlpReporter
        $null = $reporter.FlushNow()
        Invoke-Work
        $reporter.FlushNow() | Should -BeFalse

        $reporter.LastError | Should -BeLike "http://127.0.0.1:$port* could not be reached: *"
        @($reporter.Notices.All).Count | Should -BeLessOrEqual 1
        $endpoint.Port | Should -Not -Be $port
    }

    It 'O3 a host that does not exist is a failure with its name' {
        Start-TelemetryOtlpReporter http://nowhere.invalid:4318 -Interval 1h -WarningAction SilentlyContinue
        $reporter = Get-OtlpReporter
        $reporter.FlushNow() | Should -BeFalse

        $reporter.LastError | Should -BeLike 'http://nowhere.invalid:4318/v1/metrics could not be reached: *'
    }

    It 'R1 O3 what waits while the receiver is away is bounded, the newest stay, and what left is shown' {
        $env:OTEL_BSP_MAX_QUEUE_SIZE = '10'
        try {
            $reporter = Start-Reporter HttpProtobuf
        }
        finally {
            Remove-Item env:OTEL_BSP_MAX_QUEUE_SIZE
        }

        $receiver.Respond('traces', 'overloaded')
        1..25 | ForEach-Object { Invoke-TelemetrySpan job.run @{ n = $_ } {} }
        $reporter.FlushNow() | Should -BeFalse
        $receiver.Respond('traces', 'ok')
        $reporter.FlushNow() | Should -BeTrue

        $receiver.Spans.Where({ $_.Name -eq 'job.run' }).Attributes.n | Should -Be (16..25)
        $reporter.Dropped | Should -Be 15
        $reporter.Notices.All.Where({ $_ -like "Reporter 'otlp' dropped 15 spans: more than 10 waited, *" }) | Should -HaveCount 1
    }
}
