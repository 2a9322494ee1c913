Describe 'Reporters' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # A server that takes requests one by one, on the reporter's side of the conversation.
        function New-HttpServer {
            $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
            $probe.Start()
            $port = $probe.LocalEndpoint.Port
            $probe.Stop()
            $server = [Net.HttpListener]::new()
            $server.Prefixes.Add("http://127.0.0.1:$port/")
            $server.Start()
            $server
        }

        function Receive-Request($Server) {
            $context = $Server.GetContext()
            $reader = [IO.StreamReader]::new($context.Request.InputStream)
            [pscustomobject]@{
                Method        = $context.Request.HttpMethod
                Path          = $context.Request.RawUrl
                Authorization = $context.Request.Headers['Authorization']
                Body          = $reader.ReadToEnd()
            }
            $context.Response.Close()
        }

        function New-TestCredential {
            $password = [securestring]::new()
            'top:secret'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
            [pscredential]::new('me', $password)
        }

        function Get-Completion([string] $Line) {
            , @((TabExpansion2 $Line $Line.Length).CompletionMatches)
        }
    }
    BeforeEach {
        Register-TelemetryMetric job.done.count Counter -Tag kind -Group jobs
        Register-TelemetryMetric web.hit.count Counter -Group web
        Invoke-TelemetryEvent job.done -Metadata @{ kind = 'mail' }
        Push-Location $TestDrive
    }
    AfterEach {
        Pop-Location
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        Clear-TelemetryHandler
    }

    It 'a text file is relative to the location of the session, and has the last values after the stop' {
        Start-TelemetryTextFileReporter jobs.prom -Interval 1h -SuccessTimestamp
        Invoke-TelemetryEvent job.done -Metadata @{ kind = 'mail' }

        Stop-TelemetryReporter textfile

        $lines = Get-Content "$TestDrive/jobs.prom"
        $lines | Should -Contain 'job_done_total{kind="mail"} 2'
        $lines -match '^telemetry_last_report_timestamp_seconds\{file="jobs.prom"\} \d' | Should -Not -BeNullOrEmpty
    }

    It 'JSON lines are appended at the stop' {
        Start-TelemetryJsonLinesReporter jobs.jsonl -Interval 1h
        Invoke-TelemetryEvent job.done -Metadata @{ kind = 'mail' }

        Get-TelemetryReporter | Stop-TelemetryReporter

        $line = Get-Content "$TestDrive/jobs.jsonl" | ConvertFrom-Json
        $line.name, $line.value | Should -Be job.done.count, 1
    }

    It 'an endpoint asks for the credentials' -ForEach @(
        @{ Option = { @{ BearerToken = 'abc' } }; Header = 'Bearer abc' }
        @{ Option = { @{ BearerToken = (New-TestCredential).Password } }; Header = 'Bearer top:secret' }
        @{ Option = { @{ Credential = New-TestCredential } }; Header = 'Basic bWU6dG9wOnNlY3JldA==' }
    ) {
        $given = & $Option
        $endpoint = Start-TelemetryPrometheusReporter 0 -Path /numbers @given -PassThru

        $endpoint.Target | Should -Match '^http://127\.0\.0\.1:\d+/numbers$'
        { Invoke-WebRequest $endpoint.Target -UseBasicParsing } | Should -Throw '*401*'
        (Invoke-WebRequest $endpoint.Target -UseBasicParsing -Headers @{ Authorization = $Header }).Content |
            Should -BeLike '*job_done_total{kind="mail"} 1*'
        ($endpoint | Out-String) + ($endpoint | Format-List | Out-String) | Should -Not -Match 'abc|secret|bWU6'
    }

    It 'an endpoint may be open to all with -Force' {
        $endpoint = Start-TelemetryPrometheusReporter 0 -Address 0.0.0.0 -Force -PassThru

        $endpoint.State | Should -Be Running
        $endpoint.Target | Should -Match '^http://0\.0\.0\.0:\d+/metrics$'
    }

    It 'the objects of Get-TelemetryReporter can be given to Stop-TelemetryReporter, piped or not' {
        Start-TelemetryStatsDReporter
        Start-TelemetryStatsDReporter

        Stop-TelemetryReporter (Get-TelemetryReporter)

        Get-TelemetryReporter | Should -BeNullOrEmpty
    }

    It 'a Pushgateway gets what the parameters say' {
        $server = New-HttpServer
        try {
            $uri = @($server.Prefixes)[0]
            Start-TelemetryPushgatewayReporter $uri nightly -GroupingKey @{ instance = 'a/b'; run = 7 } -GroupTag kind -Method post `
                -Timeout 20s -Credential (New-TestCredential) -Group jobs -Prefix app -Interval 1h -WarningAction SilentlyContinue

            $first = Receive-Request $server
            $first.Method, $first.Authorization | Should -Be POST, 'Basic bWU6dG9wOnNlY3JldA=='
            $first.Path | Should -BeLike '/metrics/job/nightly/instance@base64/*/run/7/kind/mail'
            $first.Body | Should -BeLike '*app_job_done_total 1*'
            $first.Body | Should -Not -BeLike '*web_hit*'
        }
        finally {
            $server.Close()
        }
    }

    It 'a Pushgateway gets a token, and no request to delete before the stop' {
        $server = New-HttpServer
        try {
            $uri = @($server.Prefixes)[0]
            Start-TelemetryPushgatewayReporter -Uri $uri -Job nightly -BearerToken abc -DeleteOnStop -Interval 1h
            $first = Receive-Request $server
            $stop = [powershell]::Create().AddScript((Get-ImportCommand)).AddStatement().AddScript('Stop-TelemetryReporter pushgateway')
            $running = $stop.BeginInvoke()
            $last = Receive-Request $server
            $null = $stop.EndInvoke($running)
            $stop.Runspace.Dispose()

            $first.Method, $first.Authorization | Should -Be PUT, 'Bearer abc'
            $last.Method, $last.Path | Should -Be DELETE, /metrics/job/nightly
        }
        finally {
            $server.Close()
        }
    }

    It 'a StatsD server gets the dialect <Dialect>: <Line>' -ForEach @(
        @{ Dialect = 'Etsy'; Line = 'job.done.count.mail:2|c' }
        @{ Dialect = 'dogstatsd'; Line = 'job.done.count:2|c|#kind:mail' }
    ) {
        $server = [Net.Sockets.UdpClient]::new([Net.IPEndPoint]::new([Net.IPAddress]::Loopback, 0))
        try {
            $port = $server.Client.LocalEndPoint.Port
            Start-TelemetryStatsDReporter 127.0.0.1 $port -Dialect $Dialect -Interval 1h -Metric job.*
            Invoke-TelemetryEvent job.done -Metadata @{ kind = 'mail' }
            Invoke-TelemetryEvent job.done -Metadata @{ kind = 'mail' }
            Stop-TelemetryReporter statsd

            $from = [Net.IPEndPoint]::new([Net.IPAddress]::Any, 0)
            [Text.Encoding]::UTF8.GetString($server.Receive([ref] $from)).Trim() | Should -Be $Line
        }
        finally {
            $server.Close()
        }
    }

    It 'numbers go on from the last run by -StatePath, relative to the location' {
        Start-TelemetryTextFileReporter a.prom -StatePath state.json -Interval 1h
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        Register-TelemetryMetric job.done.count Counter -Tag kind

        Start-TelemetryTextFileReporter a.prom -StatePath state.json -Interval 1h
        Clear-TelemetryReporter

        Get-Content "$TestDrive/a.prom" | Should -Contain 'job_done_total{kind="mail"} 1'
    }

    It 'a reporter has the name it is given, or else that of its kind and a number' {
        1..2 | ForEach-Object { Start-TelemetryTextFileReporter "$_.prom" }
        $named = Start-TelemetryTextFileReporter 3.prom -Name 'my [1]' -Interval 2m -PassThru

        (Get-TelemetryReporter).Name | Should -Be 'my [1]', textfile, textfile-2
        (Get-TelemetryReporter TEXT*).Name | Should -Be textfile, textfile-2
        (Get-TelemetryReporter 'my [1]').Name | Should -Be 'my [1]'
        $named.Kind, $named.Interval | Should -Be textfile, ([timespan] '0:02:00')
        $named.GetType().FullName | Should -Be Telemetry.Commands.ScriptReporterInfo
    }

    It 'without -PassThru nothing is written, and with -WhatIf nothing is started or stopped' {
        Start-TelemetryTextFileReporter a.prom | Should -BeNullOrEmpty
        Start-TelemetryTextFileReporter b.prom -WhatIf
        Stop-TelemetryReporter * -WhatIf

        (Get-TelemetryReporter).Name | Should -Be textfile
        Stop-TelemetryReporter * | Should -BeNullOrEmpty
    }

    It 'reporters are stopped by wildcard, by name and as objects, each once' {
        'a', 'b', 'c', 'd' | ForEach-Object { Start-TelemetryTextFileReporter "$_.prom" -Name $_ }
        $d = Get-TelemetryReporter d

        (Stop-TelemetryReporter [ab], a -PassThru).Name | Should -Be a, b
        ('c' | Stop-TelemetryReporter -PassThru).State | Should -Be Stopped
        ($d, $d | Stop-TelemetryReporter -PassThru).Name | Should -Be d
        ($d | Stop-TelemetryReporter -PassThru).State | Should -Be Stopped
        Stop-TelemetryReporter nothing*
        Get-TelemetryReporter | Should -BeNullOrEmpty
    }

    It 'R1 a last report that does not arrive is a warning of the stop' {
        Start-TelemetryPushgatewayReporter http://127.0.0.1:1 nightly -WarningAction SilentlyContinue

        $streams = Get-StreamsOf { Stop-TelemetryReporter pushgateway }

        $streams.Warning | Should -BeLike "The last report of 'pushgateway' to http://127.0.0.1:1/metrics/job/nightly did not arrive: *"
        $streams.Error | Should -BeNullOrEmpty
    }

    It 'a stop that waits is ended by Ctrl+C' {
        $server = New-HttpServer
        try {
            Start-TelemetryPushgatewayReporter @($server.Prefixes)[0] nightly -Timeout 1m -WarningAction SilentlyContinue
            $null = $server.GetContext()
            $stop = [powershell]::Create().AddScript(
                "$(Get-ImportCommand); 'begun'; Stop-TelemetryReporter pushgateway -Timeout 1h; 'ended'")
            $output = [Management.Automation.PSDataCollection[object]]::new()
            $none = [Management.Automation.PSDataCollection[object]]::new()
            $none.Complete()
            $running = $stop.BeginInvoke($none, $output)
            while (-not $output.Count) { $null = $running.AsyncWaitHandle.WaitOne(20) }

            $stop.Stop()

            "$output" | Should -Be begun
            $stop.InvocationStateInfo.State | Should -Be Stopped
            $stop.Runspace.Dispose()
        }
        finally {
            $server.Close()
        }
    }

    It 'R1 warnings show at the host of the session that started the reporter, unless it silences them' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); `$WarningPreference = 'Continue'; Register-TelemetryMetric job.count Counter; " +
            'Start-TelemetryPushgatewayReporter http://127.0.0.1:1 shown; ' +
            'Start-TelemetryPushgatewayReporter http://127.0.0.1:1 silent -WarningAction SilentlyContinue; ' +
            'while (@(Get-TelemetryReporter | Where-Object Failures).Count -lt 2) { Start-Sleep -Milliseconds 20 }')

        $run.Lines -join '' -replace '\s' | Should -BeLike "WARNING:Reporter'pushgateway'failedtoreporttohttp://127.0.0.1:1/*job/shown:*"
        $run.Lines -join '' | Should -Not -BeLike '*silent*'
        $run.ExitCode | Should -Be 0
    }

    It 'the tab key completes <Line>' -ForEach @(
        @{ Line = 'Stop-TelemetryReporter te'; Words = 'textfile' }
        @{ Line = 'Get-TelemetryReporter '; Words = 'textfile' }
        @{ Line = 'Start-TelemetryTextFileReporter a.prom -Metric job'; Words = 'job.done.count' }
        @{ Line = 'Start-TelemetryPrometheusReporter -Group '; Words = 'jobs', 'web' }
        @{ Line = 'Start-TelemetryStatsDReporter -Dialect '; Words = 'Etsy', 'DogStatsD' }
        @{ Line = 'Start-TelemetryPushgatewayReporter -Method '; Words = 'Put', 'Post' }
        @{ Line = 'Start-TelemetryPushgatewayReporter -GroupTag '; Words = 'kind' }
    ) {
        Start-TelemetryTextFileReporter a.prom

        (Get-Completion $Line).CompletionText | Should -Be $Words
    }

    It 'the tooltip of a reporter shows where it reports to' {
        Start-TelemetryTextFileReporter a.prom

        (Get-Completion 'Stop-TelemetryReporter ')[0].ToolTip | Should -BeLike 'textfile to *a.prom, running: *report*, no failure'
    }
}
