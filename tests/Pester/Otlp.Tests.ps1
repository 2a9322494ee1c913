BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $protocols = @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
}

Describe 'Reporting to a receiver of OpenTelemetry' -Skip:(-not $runs) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Otlp.psm1"
        Import-Otlp

        # Only what a test asks for is reported, and a busy machine takes its time.
        function Start-Reporter {
            $common = @{ Interval = '1h'; Timeout = '60s'; WarningAction = 'SilentlyContinue' }
            Start-TelemetryOtlpReporter @args @common
        }

        function Get-Span([string] $Name) {
            $found = @($receiver.Spans.Where({ $_.Name -eq $Name }))
            $found | Should -HaveCount 1 -Because "there is one '$Name' in: $($receiver.Spans.Name)"
            $found[0]
        }

        function Get-LastMetric([string] $Name) {
            $found = $receiver.Metrics.Where({ $_.Name -eq $Name })
            $found | Should -Not -BeNullOrEmpty -Because "there is '$Name' in: $($receiver.Metrics.Name)"
            $found[-1]
        }
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

    Context 'Metrics' {
        It 'O1 B6 each type arrives with its values, unit, description and attributes, by <Protocol>' -ForEach $protocols {
            Register-TelemetryMetric shop.order.count Counter -Tag kind -Description 'Orders.'
            Register-TelemetryMetric shop.order.bytes Sum -Unit byte
            Register-TelemetryMetric shop.stock.change Sum -AllowNegative
            Register-TelemetryMetric shop.stock.level LastValue
            Register-TelemetryMetric shop.order.size Distribution -Bucket 10, 100
            Register-TelemetryMetric shop.order.time Summary -Unit second
            $endpoint = if ($Protocol -eq 'Grpc') { $receiver.GrpcEndpoint } else { $receiver.Endpoint }
            Start-Reporter $endpoint -Protocol $Protocol
            foreach ($i in 1..20) {
                Invoke-TelemetryEvent shop.order @{ bytes = 1.5; size = $i * 10; time = $i / 10 } @{ kind = "k$($i % 2)" }
            }

            Invoke-TelemetryEvent shop.stock @{ change = -3; level = 7.25 }
            (Get-OtlpReporter).FlushNow() | Should -BeTrue

            $count = Get-LastMetric shop.order.count
            $count.Kind, $count.IsMonotonic, $count.IsDelta, $count.Description | Should -Be Sum, $true, $false, 'Orders.'
            $count.Points.Where({ $_.Attributes.kind -eq 'k1' })[0].Value | Should -Be 10
            $count.Scope.Name | Should -Be Telemetry.otlp
            $bytes = Get-LastMetric shop.order.bytes
            $bytes.Kind, $bytes.IsMonotonic, $bytes.Unit, $bytes.Points[0].Value | Should -Be Sum, $true, By, 30
            $change = Get-LastMetric shop.stock.change
            $change.Kind, $change.IsMonotonic, $change.Points[0].Value | Should -Be Sum, $false, -3
            $level = Get-LastMetric shop.stock.level
            $level.Kind, $level.Points[0].Value | Should -Be Gauge, 7.25
            $size = Get-LastMetric shop.order.size
            $size.Kind, $size.Points[0].Count, $size.Points[0].Sum | Should -Be Histogram, 20, 2100
            $size.Points[0].Bounds | Should -Be 10, 100
            $size.Points[0].BucketCounts | Should -Be 1, 9, 10
            $time = Get-LastMetric shop.order.time
            $time.Kind, $time.Unit, $time.Points[0].Count | Should -Be ExponentialHistogram, s, 20
            [math]::Round($time.Points[0].Sum, 6), $time.Points[0].Min, $time.Points[0].Max | Should -Be 21, 0.1, 2
            ($time.Points[0].Positive.Counts | Measure-Object -Sum).Sum | Should -Be 20
        }

        It 'O1 a summary is a histogram with bounds for seconds where it has to be' {
            Register-TelemetryMetric shop.order.time Summary -Unit second
            Start-Reporter $receiver.Endpoint -SummaryAs Explicit
            0.001, 0.02, 3 | ForEach-Object { Invoke-TelemetryEvent shop.order @{ time = $_ } }
            $null = (Get-OtlpReporter).FlushNow()

            $time = Get-LastMetric shop.order.time
            $time.Kind, $time.Points[0].Bounds[0], $time.Points[0].Bounds[-1] | Should -Be Histogram, 0.005, 10
            $time.Points[0].BucketCounts | Should -Be 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0
        }

        It 'R1 -Metric, -Group and -Prefix select and name' {
            Register-TelemetryMetric a.n Counter
            Register-TelemetryMetric a.m Counter
            Register-TelemetryMetric b.n Counter
            Start-Reporter $receiver.Endpoint -Metric a.* -Prefix shop.
            Invoke-TelemetryEvent a
            Invoke-TelemetryEvent b
            $null = (Get-OtlpReporter).FlushNow()

            $receiver.Metrics.Name.Where({ $_ -notlike '*telemetry*' }) | Sort-Object -Unique | Should -Be shop.a.m, shop.a.n
        }

        It 'M11 P1 series that a poll does not set any more are gone' {
            $state = [Collections.Generic.List[string]]@('one', 'two')
            Register-TelemetryMetric machine.state.up LastValue -Tag name -PerPoll
            Register-TelemetryPoll machines -EventName machine.state -Interval 1h -ArgumentList (, $state) -ScriptBlock {
                param($Names)

                foreach ($name in $Names) { [pscustomobject]@{ up = 1; name = $name } }
            } -Measurement up
            Start-Reporter $receiver.Endpoint
            $reporter = Get-OtlpReporter

            Invoke-TelemetryPoll machines
            $null = $reporter.FlushNow()
            (Get-LastMetric machine.state.up).Points.Attributes.name | Sort-Object | Should -Be one, two

            $null = $state.Remove('one')
            Invoke-TelemetryPoll machines
            $null = $reporter.FlushNow()
            (Get-LastMetric machine.state.up).Points.Attributes.name | Should -Be two
        }

        It 'M7 series over the limit arrive together, and totals are exact' {
            Register-TelemetryMetric a.n Counter -Tag id -SeriesLimit 5
            Register-TelemetryMetric a.v Summary -Tag id -SeriesLimit 5 -Measurement v
            Start-Reporter $receiver.Endpoint
            1..20 | ForEach-Object { Invoke-TelemetryEvent a @{ v = 2 } @{ id = $_ } }
            $null = (Get-OtlpReporter).FlushNow()

            $count = Get-LastMetric a.n
            ($count.Points.Value | Measure-Object -Sum).Sum | Should -Be 20
            $count.Points.Where({ $_.Attributes.id -eq '(other)' }).Value | Should -Be 15
            $values = Get-LastMetric a.v
            ($values.Points.Sum | Measure-Object -Sum).Sum | Should -Be 40
            $values.Points.Where({ $_.Attributes.id -eq '(other)' })[0].Count | Should -Be 15
        }

        It 'O3 with delta temporality, what did not arrive is counted' {
            Register-TelemetryMetric a.n Counter
            $env:OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE = 'delta'
            try { Start-Reporter $receiver.Endpoint -Metric a.n } finally {
                Remove-Item env:OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE
            }

            $reporter = Get-OtlpReporter
            $null = $reporter.FlushNow()
            1..3 | ForEach-Object { Invoke-TelemetryEvent a }
            $null = $reporter.FlushNow()
            $metric = Get-LastMetric a.n
            $metric.IsDelta, $metric.Points[0].Value | Should -Be $true, 3

            $receiver.Respond('metrics', 'overloaded', 'ok')
            1..4 | ForEach-Object { Invoke-TelemetryEvent a }
            $reporter.FlushNow() | Should -BeFalse
            $reporter.Dropped | Should -BeGreaterThan 0
        }

        It 'M14 totals go on from the last run' {
            $state = Join-Path $TestDrive state.json
            Register-TelemetryMetric a.n Counter
            Start-Reporter $receiver.Endpoint -StatePath $state
            Invoke-TelemetryEvent a
            Stop-TelemetryReporter otlp
            Unregister-TelemetryMetric a.n

            Register-TelemetryMetric a.n Counter
            Start-Reporter $receiver.Endpoint -StatePath $state
            Invoke-TelemetryEvent a
            Stop-TelemetryReporter otlp

            (Get-LastMetric a.n).Points[0].Value | Should -Be 2
        }
    }

    Context 'Traces' {
        It 'O4 spans arrive with parents, attributes, times and outcomes, by <Protocol>' -ForEach $protocols {
            $endpoint = if ($Protocol -eq 'Grpc') { $receiver.GrpcEndpoint } else { $receiver.Endpoint }
            Start-Reporter $endpoint -Protocol $Protocol
            $before = [datetime]::UtcNow
            Invoke-TelemetrySpan job.outer @{ text = "$([char] 0xe4)"; number = 5; flag = $true; list = 'a', 'b' } {
                $_.Metadata.late = 'x'
                $_.Measurements.rows = 3
                Invoke-TelemetrySpan job.inner { [Threading.Thread]::Sleep(20) }
                try { Invoke-TelemetrySpan job.bad { throw 'oops' } } catch { $null = $_ }
            }

            $after = [datetime]::UtcNow
            (Get-OtlpReporter).FlushNow() | Should -BeTrue

            $outer, $inner, $bad = 'job.outer', 'job.inner', 'job.bad' | ForEach-Object { Get-Span $_ }
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
            Start-Reporter $receiver.Endpoint
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

            $outer = Get-Span job.outer
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
            Start-Reporter $receiver.Endpoint
            Invoke-TelemetrySpan job.outer { $null = Invoke-WebRequest "http://127.0.0.1:$($listener.LocalEndpoint.Port)/a?token=1" }
            $header = $server | Receive-Job -Wait -AutoRemoveJob
            $listener.Stop()
            $null = (Get-OtlpReporter).FlushNow()

            $outer, $web = (Get-Span job.outer), (Get-Span GET)
            $web.ParentSpanId, $web.TraceId | Should -Be $outer.SpanId, $outer.TraceId
            $web.Kind, $web.Attributes.'http.response.status_code' | Should -Be Client, 204
            $header | Should -Be "00-$($web.TraceId)-$($web.SpanId)-01"
            ConvertTo-Json $web -Depth 5 | Should -Not -BeLike '*token=1*'
        }

        It 'O4 the reports themselves are in no trace, and have no header of one' {
            Enable-TelemetrySource System.Net.Http
            $calls = Register-Recorder http.client.*
            Start-Reporter $receiver.Endpoint
            Invoke-TelemetrySpan job.outer { $null = (Get-OtlpReporter).FlushNow() }
            $null = (Get-OtlpReporter).FlushNow()

            $receiver.Spans.Name | Should -Be job.outer
            $calls | Should -HaveCount 0
            $receiver.Requests.Headers.traceparent | Should -BeNullOrEmpty
            Clear-TelemetryHandler
        }

        It 'O1 -Trace selects spans and activities of sources by their names' {
            Enable-TelemetrySource System.Net.Http
            Start-Reporter $receiver.Endpoint -Trace job.*, web.?
            Invoke-TelemetrySpan job.a { Invoke-TelemetrySpan other.b { Invoke-TelemetrySpan web.c {} } }
            try { $null = Invoke-WebRequest "$($receiver.Endpoint)/nothing" } catch { $null = $_ }
            $null = (Get-OtlpReporter).FlushNow()

            $receiver.Spans.Name | Sort-Object | Should -Be job.a, web.c
            (Get-Span web.c).ParentSpanId | Should -Be (Get-Span job.a).SpanId
        }

        It 'O1 with -NoMetric, only spans are sent' {
            Register-TelemetryMetric a.n Counter
            Start-Reporter $receiver.Endpoint -NoMetric
            Invoke-TelemetrySpan job.a {}
            (Get-OtlpReporter).FlushNow() | Should -BeTrue

            $receiver.Requests.Signal | Sort-Object -Unique | Should -Be Traces
        }

        It 'O1 without spans, there are no activities' {
            Start-Reporter $receiver.Endpoint -Trace @()
            Invoke-TelemetrySpan job.a { [Diagnostics.Activity]::Current } | Should -BeNullOrEmpty
            $null = (Get-OtlpReporter).FlushNow()

            $receiver.Requests.Where({ $_.Signal -eq 'Traces' }) | Should -BeNullOrEmpty
        }

        It 'O4 two reporters get what each asked for, and a span has one place in its trace' {
            $second = Start-OtlpReceiver
            try {
                Start-Reporter $receiver.Endpoint -Trace job.*
                Start-Reporter $second.Endpoint -Trace job.inner, web.* -Name second
                Invoke-TelemetrySpan job.outer { Invoke-TelemetrySpan job.inner { Invoke-TelemetrySpan web.call {} } }
                $null = (Get-OtlpReporter).FlushNow()
                $null = (Get-OtlpReporter second).FlushNow()

                $receiver.Spans.Name | Sort-Object | Should -Be job.inner, job.outer
                $second.Spans.Name | Sort-Object | Should -Be job.inner, web.call
                $inner = $second.Spans.Where({ $_.Name -eq 'job.inner' })[0]
                $inner.SpanId | Should -Be (Get-Span job.inner).SpanId
                $second.Spans.Where({ $_.Name -eq 'web.call' })[0].ParentSpanId | Should -Be $inner.SpanId

                Stop-TelemetryReporter second
                Invoke-TelemetrySpan job.later {}
                $null = (Get-OtlpReporter).FlushNow()
                $null = Get-Span job.later
            }
            finally {
                $second.Stop()
            }
        }

        It 'O4 a child process goes on with the trace by TRACEPARENT' {
            Start-Reporter $receiver.Endpoint
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

            $outer, $child, $grandchild = 'job.outer', 'job.child', 'job.grandchild' | ForEach-Object { Get-Span $_ }
            $child.TraceId, $child.ParentSpanId | Should -Be $outer.TraceId, $outer.SpanId
            $grandchild.ParentSpanId | Should -Be $child.SpanId
        }

        It 'O4 -TraceParent makes a span a part of a trace from elsewhere' {
            Start-Reporter $receiver.Endpoint
            $parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
            Invoke-TelemetrySpan job.handled -TraceParent $parent { Invoke-TelemetrySpan job.inner {} }
            $span = Start-TelemetrySpan job.started -TraceParent $parent
            Stop-TelemetrySpan $span
            Invoke-TelemetrySpan job.alone -TraceParent $null {}
            $null = (Get-OtlpReporter).FlushNow()

            $handled = Get-Span job.handled
            $handled.TraceId, $handled.ParentSpanId | Should -Be 0af7651916cd43dd8448eb211c80319c, b7ad6b7169203331
            (Get-Span job.inner).ParentSpanId | Should -Be $handled.SpanId
            (Get-Span job.started).ParentSpanId | Should -Be b7ad6b7169203331
            (Get-Span job.alone).ParentSpanId | Should -BeNullOrEmpty
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
            try { Start-Reporter $receiver.Endpoint } finally { Remove-Item env:OTEL_TRACES_SAMPLER }
            Invoke-TelemetrySpan job.a {}
            $null = (Get-OtlpReporter).FlushNow()

            $receiver.Spans | Should -HaveCount 0
        }

        It 'O6 spans that are open when the reporter stops arrive as unfinished' {
            Start-Reporter $receiver.Endpoint
            $span = Start-TelemetrySpan job.open @{ n = 1 }
            Stop-TelemetryReporter otlp
            Stop-TelemetrySpan $span

            $open = Get-Span job.open
            $open.Status, $open.StatusMessage | Should -Be Error, 'The reporter was stopped before the span ended.'
            $open.Attributes.n | Should -Be 1
        }
    }

    Context 'Log records' {
        It 'O5 events arrive with name, severity, attributes, time and the span they occurred in, by <Protocol>' -ForEach $protocols {
            $endpoint = if ($Protocol -eq 'Grpc') { $receiver.GrpcEndpoint } else { $receiver.Endpoint }
            Start-Reporter $endpoint -Protocol $Protocol -Log job.*, note
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
            $span = Get-Span job.run
            $start.SpanId, $inside.SpanId, $failed.SpanId | Should -Be $span.SpanId, $span.SpanId, $span.SpanId
            $failed.TraceId | Should -Be $span.TraceId
            $failed.SeverityText, $failed.Body | Should -Be Error, 'job.run.exception: oops'
            $failed.Attributes.'exception.type' | Should -BeLike *Exception
            $failed.Attributes.'exception.message' | Should -Be oops
            $failed.Attributes.'exception.stacktrace' | Should -BeLike '*line*'
        }
    }

    Context 'The reporter' {
        It 'O1 the resource says what reports: parameters come before the environment' {
            $env:OTEL_SERVICE_NAME = 'from-environment'
            $env:OTEL_RESOURCE_ATTRIBUTES = 'team=ops,region=north%20west'
            try {
                Start-Reporter $receiver.Endpoint -ResourceAttribute @{ team = 'dev'; n = 5; empty = $env:NOT_SET } -Log a
            }
            finally {
                Remove-Item env:OTEL_SERVICE_NAME, env:OTEL_RESOURCE_ATTRIBUTES
            }

            Invoke-TelemetryEvent a
            $null = (Get-OtlpReporter).FlushNow()

            $resource = $receiver.Logs[0].Scope.Resource
            $resource.'service.name', $resource.team, $resource.region, $resource.n | Should -Be from-environment, dev, 'north west', 5
            $resource.'process.pid' | Should -Be $PID
            $resource.'telemetry.sdk.name' | Should -Be opentelemetry
            $resource.psobject.Properties.Name | Should -Not -Contain empty
        }

        It 'O1 the service is the script by default, and -ServiceName says otherwise' {
            $script = Join-Path $TestDrive nightly-sync.ps1
            Set-Content $script 'param($Endpoint, $Options) Start-TelemetryOtlpReporter $Endpoint -Log a -Interval 1h @Options'
            & $script $receiver.Endpoint @{}
            Invoke-TelemetryEvent a
            Stop-TelemetryReporter otlp
            & $script $receiver.Endpoint @{ ServiceName = 'mine' }
            Invoke-TelemetryEvent a
            Stop-TelemetryReporter otlp

            $receiver.Logs.Scope.Resource.'service.name' | Should -Be nightly-sync, mine
        }

        It 'O1 headers are sent, secrets too, and shown nowhere, by <Protocol>' -ForEach $protocols {
            $endpoint = if ($Protocol -eq 'Grpc') { $receiver.GrpcEndpoint } else { $receiver.Endpoint }
            $secret = [Net.NetworkCredential]::new('', 's3cr3t').SecurePassword | Write-Output
            Start-Reporter $endpoint -Protocol $Protocol -Log a -Header @{ 'x-api-key' = $secret; 'x-list' = 'a,b=c' }
            Invoke-TelemetryEvent a
            $null = (Get-OtlpReporter).FlushNow()

            $request = $receiver.Requests.Where({ $_.Signal -eq 'Logs' })[0]
            $request.Headers.'x-api-key', $request.Headers.'x-list' | Should -Be s3cr3t, 'a,b=c'
            Get-TelemetryReporter | Format-List * | Out-String | Should -Not -BeLike '*s3cr3t*'
        }

        It 'O1 requests are compressed if the environment says so' {
            $env:OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip'
            try { Start-Reporter $receiver.Endpoint -Log a } finally { Remove-Item env:OTEL_EXPORTER_OTLP_COMPRESSION }
            Invoke-TelemetryEvent a
            (Get-OtlpReporter).FlushNow() | Should -BeTrue

            $receiver.Requests.Where({ $_.Signal -eq 'Logs' })[0].Headers.'content-encoding' | Should -Be gzip
            $receiver.Logs.EventName | Should -Be a
        }

        It 'R1 it is a reporter like the others: listed, measured and stopped' {
            Register-TelemetryMetric a.n Counter
            $calls = Register-Recorder telemetry.reporter.report.stop
            $started = Start-Reporter $receiver.Endpoint -Log a -PassThru
            $started.Name, $started.Kind, $started.Target | Should -Be otlp, otlp, $receiver.Endpoint
            Invoke-TelemetryEvent a
            Invoke-TelemetrySpan job.a {}
            $reporter = Get-OtlpReporter
            while (-not $reporter.FlushNow()) {}
            Stop-TelemetryReporter otlp

            $all = $calls.Measurements
            ($all.spans | Measure-Object -Sum).Sum, ($all.log_records | Measure-Object -Sum).Sum | Should -Be 1, 1
            ($all.series | Measure-Object -Maximum).Maximum | Should -BeGreaterThan 0
            ($all.bytes | Measure-Object -Sum).Sum | Should -BeGreaterThan 0
            $calls[0].Metadata.reporter_kind | Should -Be otlp
            Get-TelemetryReporter | Should -BeNullOrEmpty
            Clear-TelemetryHandler
        }

        It 'O1 at a stop, each signal is sent once' {
            Register-TelemetryMetric a.n Counter
            Start-Reporter $receiver.Endpoint
            while (-not (Get-OtlpReporter).FlushNow()) {}
            $before = $receiver.Requests.Count
            Invoke-TelemetryEvent a
            Stop-TelemetryReporter otlp

            $receiver.Requests.Count - $before | Should -Be 1
        }

        It 'R1 spans and log records do not wait for the interval of the metrics' {
            $env:OTEL_BSP_SCHEDULE_DELAY = '200'
            try { Start-Reporter $receiver.Endpoint -Log a } finally { Remove-Item env:OTEL_BSP_SCHEDULE_DELAY }
            while (-not (Get-OtlpReporter).FlushNow()) {}
            $metrics = $receiver.Requests.Where({ $_.Signal -eq 'Metrics' }).Count
            Invoke-TelemetryEvent a
            Invoke-TelemetrySpan job.a {}

            $receiver.Wait({ $receiver.Logs.Count -eq 1 -and $receiver.Spans.Count -eq 1 })
            $receiver.Requests.Where({ $_.Signal -eq 'Metrics' }).Count | Should -Be $metrics
        }

        It 'R1 a full batch is sent at once' {
            $env:OTEL_BLRP_MAX_EXPORT_BATCH_SIZE = '10'
            $env:OTEL_BLRP_SCHEDULE_DELAY = $env:OTEL_BSP_SCHEDULE_DELAY = '3600000'
            try { Start-Reporter $receiver.Endpoint -Log a } finally {
                Remove-Item env:OTEL_BLRP_MAX_EXPORT_BATCH_SIZE, env:OTEL_BLRP_SCHEDULE_DELAY, env:OTEL_BSP_SCHEDULE_DELAY
            }

            while (-not (Get-OtlpReporter).FlushNow()) {}
            1..10 | ForEach-Object { Invoke-TelemetryEvent a }
            $receiver.Wait({ $receiver.Logs.Count -eq 10 })
        }

        It 'is not started with OTEL_SDK_DISABLED, and says so' {
            $env:OTEL_SDK_DISABLED = 'true'
            try {
                $shown = Start-TelemetryOtlpReporter $receiver.Endpoint 3>&1
            }
            finally {
                Remove-Item env:OTEL_SDK_DISABLED
            }

            $shown.Message | Should -Be "The reporter was not started: OTEL_SDK_DISABLED is 'true'."
            Get-TelemetryReporter | Should -BeNullOrEmpty
        }

        It '-WhatIf starts nothing' {
            Start-TelemetryOtlpReporter $receiver.Endpoint -WhatIf
            Get-TelemetryReporter | Should -BeNullOrEmpty
        }

        It 'a hundred starts and stops leave nothing' {
            $before = (Get-Process -Id $PID).Threads.Count
            1..100 | ForEach-Object {
                Start-TelemetryOtlpReporter $receiver.Endpoint -Log a -Timeout 60s
                Stop-TelemetryReporter otlp
            }

            Get-TelemetryReporter | Should -BeNullOrEmpty
            Get-TelemetryHandler | Should -BeNullOrEmpty
            (Get-Process -Id $PID).Threads.Count | Should -BeLessThan ($before + 50)
        }

        It 'a bad value is an error that names it, and starts nothing: <Name>' -ForEach @(
            @{ Name = 'endpoint'; Id = 'InvalidUri'; Options = @{ Endpoint = 'localhost:4318' } }
            @{ Name = 'credentials in the endpoint'; Id = 'InvalidUri'; Options = @{ Endpoint = 'http://u:p@h' } }
            @{ Name = 'protocol'; Id = 'InvalidOption'; Options = @{ Protocol = 'json' } }
            @{ Name = 'header'; Id = 'InvalidOption'; Options = @{ Header = @{ 'a b' = 1 } } }
            @{ Name = 'attribute'; Id = 'InvalidOption'; Options = @{ ResourceAttribute = @{ a = 1, 2 } } }
            @{ Name = 'service'; Id = 'InvalidOption'; Options = @{ ServiceName = ' ' } }
            @{ Name = 'pattern of spans'; Id = 'InvalidOption'; Options = @{ Trace = 'a..b' } }
            @{ Name = 'pattern of events'; Id = 'InvalidOption'; Options = @{ Log = '[a]' } }
            @{ Name = 'timeout'; Id = 'InvalidOption'; Options = @{ Timeout = '1h' } }
            @{ Name = 'interval'; Id = 'InvalidInterval'; Options = @{ Interval = '1ms' } }
            @{ Name = 'form'; Id = 'InvalidOption'; Options = @{ SummaryAs = 'quantiles' } }
            @{ Name = 'prefix'; Id = 'InvalidOption'; Options = @{ Prefix = '1 2' } }
            @{ Name = 'nothing to report'; Id = 'InvalidOption'; Options = @{ Trace = @(); NoMetric = $true } }
            @{ Name = 'certificate'; Id = 'InvalidPath'; Options = @{}; Variables = @{ OTEL_EXPORTER_OTLP_CERTIFICATE = '/no/such.pem' } }
        ) {
            foreach ($name in $Variables.Keys) { Set-Item "env:$name" $Variables[$name] }
            try {
                $failure = Get-ErrorOf { Start-TelemetryOtlpReporter @Options }
            }
            finally {
                foreach ($name in $Variables.Keys) { Remove-Item "env:$name" }
            }

            $failure.Id | Should -Be $Id
            $failure.IsTerminating | Should -BeTrue
            Get-TelemetryReporter | Should -BeNullOrEmpty
            Get-TelemetryHandler | Should -BeNullOrEmpty
        }

        It 'completes -<Parameter> to <Expected>' -ForEach @(
            @{ Parameter = 'Protocol'; Text = 'h'; Expected = 'HttpProtobuf' }
            @{ Parameter = 'SummaryAs'; Text = 'ex'; Expected = 'Exponential', 'Explicit' }
        ) {
            $line = "Start-TelemetryOtlpReporter -$Parameter $Text"
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $Expected
        }
    }
}
