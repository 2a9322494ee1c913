BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $protocols = @{ Protocol = 'HttpProtobuf' }, @{ Protocol = 'Grpc' }
}

Describe 'The reporter to a receiver of OpenTelemetry' -Skip:(-not $runs) {
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

    It 'O1 the resource says what reports: parameters come before the environment' {
        $env:OTEL_SERVICE_NAME = 'from-environment'
        $env:OTEL_RESOURCE_ATTRIBUTES = 'team=ops,region=north%20west'
        try {
            Start-Otlp $receiver.Endpoint -ResourceAttribute @{ team = 'dev'; n = 5; empty = $env:NOT_SET } -Log a
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
        $secret = [Net.NetworkCredential]::new('', 's3cr3t').SecurePassword | Write-Output
        Start-Otlp ($receiver.EndpointOf($Protocol)) -Protocol $Protocol -Log a -Header @{ 'x-api-key' = $secret; 'x-list' = 'a,b=c' }
        Invoke-TelemetryEvent a
        $null = (Get-OtlpReporter).FlushNow()

        $request = $receiver.Requests.Where({ $_.Signal -eq 'Logs' })[0]
        $request.Headers.'x-api-key', $request.Headers.'x-list' | Should -Be s3cr3t, 'a,b=c'
        Get-TelemetryReporter | Format-List * | Out-String | Should -Not -BeLike '*s3cr3t*'
    }

    It 'O1 requests are compressed if the environment says so' {
        $env:OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip'
        try { Start-Otlp $receiver.Endpoint -Log a } finally { Remove-Item env:OTEL_EXPORTER_OTLP_COMPRESSION }
        Invoke-TelemetryEvent a
        (Get-OtlpReporter).FlushNow() | Should -BeTrue

        $receiver.Requests.Where({ $_.Signal -eq 'Logs' })[0].Headers.'content-encoding' | Should -Be gzip
        $receiver.Logs.EventName | Should -Be a
    }

    It 'R1 it is a reporter like the others: listed, measured and stopped' {
        Register-TelemetryMetric a.n Counter
        $calls = Register-Recorder telemetry.reporter.report.stop
        $started = Start-Otlp $receiver.Endpoint -Log a -PassThru
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
        Start-Otlp $receiver.Endpoint
        while (-not (Get-OtlpReporter).FlushNow()) {}
        $before = $receiver.Requests.Count
        Invoke-TelemetryEvent a
        Stop-TelemetryReporter otlp

        $receiver.Requests.Count - $before | Should -Be 1
    }

    It 'R1 spans and log records do not wait for the interval of the metrics' {
        $env:OTEL_BSP_SCHEDULE_DELAY = '200'
        try { Start-Otlp $receiver.Endpoint -Log a } finally { Remove-Item env:OTEL_BSP_SCHEDULE_DELAY }
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
        try { Start-Otlp $receiver.Endpoint -Log a } finally {
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
