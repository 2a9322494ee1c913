BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $protocols = @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
}

Describe 'Traces in a receiver of OpenTelemetry' -Skip:(-not $runs) {
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

    It 'O4 spans arrive with parents, attributes, times and outcomes, by <Protocol>' -ForEach $protocols {
        Start-Otlp ($receiver.EndpointOf($Protocol)) -Protocol $Protocol
        $before = [datetime]::UtcNow
        Invoke-TelemetrySpan job.outer @{ text = "$([char] 0xe4)"; number = 5; flag = $true; list = 'a', 'b' } {
            $_.Metadata.late = 'x'
            $_.Measurements.rows = 3
            Invoke-TelemetrySpan job.inner { [Threading.Thread]::Sleep(20) }
            try { Invoke-TelemetrySpan job.bad { throw 'oops' } } catch { $null = $_ }
        }

        $after = [datetime]::UtcNow
        (Get-OtlpReporter).FlushNow() | Should -BeTrue

        $outer, $inner, $bad = 'job.outer', 'job.inner', 'job.bad' | ForEach-Object { $receiver.Span($_) }
        $inner.ParentSpanId, $bad.ParentSpanId | Should -Be $outer.SpanId, $outer.SpanId
        $outer.ParentSpanId | Should -BeNullOrEmpty
        $inner.TraceId, $bad.TraceId | Should -Be $outer.TraceId, $outer.TraceId
        $outer.Attributes.text, $outer.Attributes.number, $outer.Attributes.flag | Should -Be "$([char] 0xe4)", 5, $true
        $outer.Attributes.list | Should -Be a, b
        $outer.Attributes.late, $outer.Attributes.rows | Should -Be x, 3
        $outer.Attributes.psobject.Properties.Name | Where-Object { $_ -like 'telemetry*' } | Should -BeNullOrEmpty
        # The clock of a machine may be set meanwhile.
        $outer.Start | Should -BeGreaterOrEqual $before.AddSeconds(-30)
        $outer.End | Should -BeLessOrEqual $after.AddSeconds(30)
        $inner.Start | Should -BeGreaterOrEqual $outer.Start
        ($inner.End - $inner.Start).TotalMilliseconds | Should -BeGreaterOrEqual 19
        $outer.Status, $inner.Status, $bad.Status, $bad.StatusMessage | Should -Be Unset, Unset, Error, oops
        $bad.Events[0].Name, $bad.Events[0].Attributes.'exception.message' | Should -Be exception, oops
        $outer.Scope.Name | Should -Be Telemetry
    }

    It 'O4 one trace goes across parallel sessions, thread jobs and C# code' {
        Start-Otlp $receiver.Endpoint
        Invoke-TelemetrySpan job.outer {
            1..4 | ForEach-Object -Parallel { Invoke-TelemetrySpan job.part @{ n = $_ } { } } -ThrottleLimit 2
            $span = $_
            Start-ThreadJob { Invoke-TelemetrySpan job.thread -Parent $using:span { } } | Wait-Job | Remove-Job
            $source = [Telemetry.DispatcherSpanExtensions]::GetSpanSource(
                [Telemetry.TelemetryDispatcher]::Default, [Telemetry.EventName]::Parse('job.code'))
            $code = $source.Start()
            $null = $code.Stop()
        }

        $null = (Get-OtlpReporter).FlushNow()

        $outer = $receiver.Span('job.outer')
        $others = $receiver.Spans.Where({ $_.Name -ne 'job.outer' })
        $others.Name | Sort-Object | Should -Be job.code, job.part, job.part, job.part, job.part, job.thread
        $others.ParentSpanId | Sort-Object -Unique | Should -Be $outer.SpanId
    }

    It 'O4 a web call is a part of the trace, and the server is told' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $server = Start-ThreadJob {
            $client = ($using:listener).AcceptTcpClient()
            $stream = $client.GetStream()
            $reader = [IO.StreamReader]::new($stream)
            while ($line = $reader.ReadLine()) { if ($line -like 'traceparent:*') { $line.Substring(12).Trim() } }
            $answer = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 204 No Content`r`nConnection: close`r`n`r`n")
            $stream.Write($answer, 0, $answer.Length)
            $client.Dispose()
        }
        Enable-TelemetrySource System.Net.Http
        Start-Otlp $receiver.Endpoint
        Invoke-TelemetrySpan job.outer { $null = Invoke-WebRequest "http://127.0.0.1:$($listener.LocalEndpoint.Port)/a?token=1" }
        $header = $server | Receive-Job -Wait -AutoRemoveJob
        $listener.Stop()
        $null = (Get-OtlpReporter).FlushNow()

        $outer, $web = $receiver.Span('job.outer'), $receiver.Span('GET')
        $web.ParentSpanId, $web.TraceId | Should -Be $outer.SpanId, $outer.TraceId
        $web.Kind, $web.Attributes.'http.response.status_code' | Should -Be Client, 204
        $header | Should -Be "00-$($web.TraceId)-$($web.SpanId)-01"
        ConvertTo-Json $web -Depth 5 | Should -Not -BeLike '*token=1*'
    }

    It 'O4 the reports themselves are in no trace, and have no header of one' {
        Enable-TelemetrySource System.Net.Http
        $calls = Register-Recorder http.client.*
        Start-Otlp $receiver.Endpoint
        Invoke-TelemetrySpan job.outer { $null = (Get-OtlpReporter).FlushNow() }
        $null = (Get-OtlpReporter).FlushNow()

        $receiver.Spans.Name | Should -Be job.outer
        $calls | Should -HaveCount 0
        $receiver.Requests.Headers.traceparent | Should -BeNullOrEmpty
        Clear-TelemetryHandler
    }

    It 'O1 -Trace selects spans and activities of sources by their names' {
        Enable-TelemetrySource System.Net.Http
        Start-Otlp $receiver.Endpoint -Trace job.*, web.?
        Invoke-TelemetrySpan job.a { Invoke-TelemetrySpan other.b { Invoke-TelemetrySpan web.c {} } }
        try { $null = Invoke-WebRequest "$($receiver.Endpoint)/nothing" } catch { $null = $_ }
        $null = (Get-OtlpReporter).FlushNow()

        $receiver.Spans.Name | Sort-Object | Should -Be job.a, web.c
        $receiver.Span('web.c').ParentSpanId | Should -Be $receiver.Span('job.a').SpanId
    }

    It 'O1 with -NoMetric, only spans are sent' {
        Register-TelemetryMetric a.n Counter
        Start-Otlp $receiver.Endpoint -NoMetric
        Invoke-TelemetrySpan job.a {}
        (Get-OtlpReporter).FlushNow() | Should -BeTrue

        $receiver.Requests.Signal | Sort-Object -Unique | Should -Be Traces
    }

    It 'O1 without spans, there are no activities' {
        Start-Otlp $receiver.Endpoint -Trace @()
        Invoke-TelemetrySpan job.a { [Diagnostics.Activity]::Current } | Should -BeNullOrEmpty
        $null = (Get-OtlpReporter).FlushNow()

        $receiver.Requests.Where({ $_.Signal -eq 'Traces' }) | Should -BeNullOrEmpty
    }

    It 'O4 two reporters get what each asked for, and a span has one place in its trace' {
        $second = Start-OtlpReceiver
        try {
            Start-Otlp $receiver.Endpoint -Trace job.*
            Start-Otlp $second.Endpoint -Trace job.inner, web.* -Name second
            Invoke-TelemetrySpan job.outer { Invoke-TelemetrySpan job.inner { Invoke-TelemetrySpan web.call {} } }
            $null = (Get-OtlpReporter).FlushNow()
            $null = (Get-OtlpReporter second).FlushNow()

            $receiver.Spans.Name | Sort-Object | Should -Be job.inner, job.outer
            $second.Spans.Name | Sort-Object | Should -Be job.inner, web.call
            $inner = $second.Spans.Where({ $_.Name -eq 'job.inner' })[0]
            $inner.SpanId | Should -Be $receiver.Span('job.inner').SpanId
            $second.Spans.Where({ $_.Name -eq 'web.call' })[0].ParentSpanId | Should -Be $inner.SpanId

            Stop-TelemetryReporter second
            Invoke-TelemetrySpan job.later {}
            $null = (Get-OtlpReporter).FlushNow()
            $null = $receiver.Span('job.later')
        }
        finally {
            $second.Stop()
        }
    }

    It 'O4 a child process goes on with the trace by TRACEPARENT' {
        Start-Otlp $receiver.Endpoint
        Invoke-TelemetrySpan job.outer {
            $env:TRACEPARENT = $_.TraceParent
            try {
                $run = Invoke-FreshPwsh ("`$env:PSModulePath = '$env:PSModulePath'; Import-Module Telemetry.OpenTelemetry; " +
                    "Start-TelemetryOtlpReporter $($receiver.Endpoint) -Timeout 60s; " +
                    'Invoke-TelemetrySpan job.child { Invoke-TelemetrySpan job.grandchild { } }')
                $run.ExitCode | Should -Be 0
            }
            finally {
                Remove-Item env:TRACEPARENT
            }
        }

        $null = (Get-OtlpReporter).FlushNow()

        $outer, $child, $grandchild = 'job.outer', 'job.child', 'job.grandchild' | ForEach-Object { $receiver.Span($_) }
        $child.TraceId, $child.ParentSpanId | Should -Be $outer.TraceId, $outer.SpanId
        $grandchild.ParentSpanId | Should -Be $child.SpanId
    }

    It 'O4 -TraceParent makes a span a part of a trace from elsewhere' {
        Start-Otlp $receiver.Endpoint
        $parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
        Invoke-TelemetrySpan job.handled -TraceParent $parent { Invoke-TelemetrySpan job.inner {} }
        $span = Start-TelemetrySpan job.started -TraceParent $parent
        Stop-TelemetrySpan $span
        Invoke-TelemetrySpan job.alone -TraceParent $null {}
        $null = (Get-OtlpReporter).FlushNow()

        $handled = $receiver.Span('job.handled')
        $handled.TraceId, $handled.ParentSpanId | Should -Be 0af7651916cd43dd8448eb211c80319c, b7ad6b7169203331
        $receiver.Span('job.inner').ParentSpanId | Should -Be $handled.SpanId
        $receiver.Span('job.started').ParentSpanId | Should -Be b7ad6b7169203331
        $receiver.Span('job.alone').ParentSpanId | Should -BeNullOrEmpty
    }

    It 'O4 <Text> is not a parent from elsewhere' -ForEach @(
        @{ Text = 'nonsense' }
        @{ Text = '00-00000000000000000000000000000000-b7ad6b7169203331-01' }
        @{ Text = '00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01' }
        @{ Text = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x' }
    ) {
        $failure = Get-ErrorOf { Invoke-TelemetrySpan job.a -TraceParent $Text {} }
        $failure.Id | Should -Be InvalidTraceParent
    }

    It 'O4 a sampler of the environment decides' {
        $env:OTEL_TRACES_SAMPLER = 'always_off'
        try { Start-Otlp $receiver.Endpoint } finally { Remove-Item env:OTEL_TRACES_SAMPLER }
        Invoke-TelemetrySpan job.a {}
        $null = (Get-OtlpReporter).FlushNow()

        $receiver.Spans | Should -HaveCount 0
    }

    It 'O6 spans that are open when the reporter stops arrive as unfinished' {
        Start-Otlp $receiver.Endpoint
        $span = Start-TelemetrySpan job.open @{ n = 1 }
        Stop-TelemetryReporter otlp
        Stop-TelemetrySpan $span

        $open = $receiver.Span('job.open')
        $open.Status, $open.StatusMessage | Should -Be Error, 'The reporter was stopped before the span ended.'
        $open.Attributes.n | Should -Be 1
    }
}
