[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingAllowUnencryptedAuthentication', '',
    Justification = 'The server is on this machine.')]
param()

# The events of web calls, by the cmdlets that make them. The tags of a request are those of .NET 9 and later.
BeforeDiscovery {
    $hasTags = $PSVersionTable.PSVersion -ge [version] '7.5'
}

Describe 'The events of a web call' -Skip:(-not $hasTags) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/WebServer.psm1"
        $server = Start-WebServer
        $uri = $server.Uri
        $plainTls = "https://127.0.0.1:$($server.Port)"
        $refused = "http://127.0.0.1:$(Get-FreePort)"

        # Handlers of requests run on threads of the pool, too.
        function Register-WebRecorder([string] $EventName = 'http.client.request.*') {
            $events = [Collections.Concurrent.ConcurrentQueue[object]]::new()
            Register-TelemetryHandler web.recorder $EventName { $args[3].Enqueue($_) } $events
            , $events
        }

        # The ends of requests, each with its status and its kind of error.
        function Get-End($Events) {
            @($Events.Where({ $_.EventName -notlike '*.start' }).ForEach({
                        ("$("$($_.EventName)".Split('.')[-1]) $($_.Metadata['http.response.status_code']) " +
                            "$($_.Metadata['error.type'])").Trim()
                    }))
        }

        # What ends a request that was cancelled runs after the cancellation.
        function Wait-Until([scriptblock] $Condition) {
            $time = [Diagnostics.Stopwatch]::StartNew()
            while (-not (& $Condition)) {
                if ($time.Elapsed.TotalSeconds -gt 60) { throw "Not within a minute: $Condition" }
                Start-Sleep -Milliseconds 20
            }
        }

        # A script in a session of its own, which another thread can stop.
        function Start-Session([string] $Script) {
            $session = [powershell]::Create()
            $null = $session.AddScript((Get-ImportCommand)).AddStatement().AddScript($Script)
            [pscustomobject]@{ Session = $session; Running = $session.BeginInvoke() }
        }
    }
    AfterAll { $server.Dispose() }
    BeforeEach {
        Enable-TelemetrySource System.Net.Http
        $server.Requests.Clear()
    }
    AfterEach {
        Clear-TelemetryHandler
        Clear-TelemetryMetric
        Clear-TelemetrySource
    }

    It 'B2 exactly one end for each request: <Case>, by <Cmdlet>' -ForEach @(
        foreach ($cmdlet in 'Invoke-WebRequest', 'Invoke-RestMethod') {
            @{ Cmdlet = $cmdlet; Case = '200'; Arguments = { @{ Uri = "$uri/ok" } }; Ends = 'stop 200' }
            @{ Cmdlet = $cmdlet; Case = '404'; Arguments = { @{ Uri = "$uri/status/404" } }; Ends = 'stop 404 404' }
            @{ Cmdlet = $cmdlet; Case = '500'; Arguments = { @{ Uri = "$uri/status/500" } }; Ends = 'stop 500 500' }
            @{ Cmdlet = $cmdlet; Case = '404, without an error'; Arguments = { @{ Uri = "$uri/status/404"; SkipHttpErrorCheck = $true } }
                Ends = 'stop 404 404' }
            @{ Cmdlet = $cmdlet; Case = 'a redirect'; Arguments = { @{ Uri = "$uri/redirect" } }; Ends = 'stop 302', 'stop 200' }
            @{ Cmdlet = $cmdlet; Case = 'a retry'; Ends = 'stop 503 503', 'stop 200'
                Arguments = { @{ Uri = "$uri/flaky/1/$([guid]::NewGuid())"; MaximumRetryCount = 2; RetryIntervalSec = 1 } } }
            @{ Cmdlet = $cmdlet; Case = 'refused'; Arguments = { @{ Uri = $refused } }; Ends = 'exception  connection_error' }
            @{ Cmdlet = $cmdlet; Case = 'no such host'; Arguments = { @{ Uri = 'http://nowhere.invalid' } }
                Ends = 'exception  name_resolution_error' }
            @{ Cmdlet = $cmdlet; Case = 'TLS at a plain server'; Arguments = { @{ Uri = "$plainTls/ok" } }
                Ends = 'exception  secure_connection_error' }
            @{ Cmdlet = $cmdlet; Case = 'a timeout'; Arguments = { @{ Uri = "$uri/wait"; TimeoutSec = 1 } }
                Ends = 'exception  System.Threading.Tasks.TaskCanceledException' }
        }
    ) {
        $events = Register-WebRecorder
        $given = & $Arguments

        try { $null = & $Cmdlet @given } catch { Write-Verbose "$_" }

        Wait-Until { (Get-End $events).Count -ge @($Ends).Count }
        Get-End $events | Should -Be $Ends
        $starts = @($events).Where({ $_.EventName -like '*.start' })
        $starts.Count | Should -Be @($Ends).Count
        @($events).ForEach({ $_.Metadata['span_id'] }) | Sort-Object -Unique | Should -HaveCount @($Ends).Count
        (Get-TelemetrySource System.Net.Http | Where-Object Via -EQ Activity).Dropped | Should -Be 0
    }

    It 'an end has the duration and what was called, and no secret' {
        $events = Register-WebRecorder http.client.request.stop

        $null = Invoke-RestMethod "http://me:secret@127.0.0.1:$($server.Port)/ok?token=secret" -Headers @{ Authorization = 'secret' } `
            -AllowUnencryptedAuthentication

        $end = @($events)[0]
        $end.Measurements['duration'] | Should -BeOfType timespan
        $end.Metadata['http.request.method'], $end.Metadata['server.address'], $end.Metadata['server.port'] |
            Should -Be GET, 127.0.0.1, $server.Port
        $end.Metadata['kind'], $end.Metadata['status'] | Should -Be client, unset
        $end | Format-List * | Out-String -Width 1000 | Should -Not -Match secret
        @($end.Metadata.GetEnumerator()).ForEach({ "$($_.Value)" }) -join ' ' | Should -Not -Match secret
    }

    It 'B2 exactly one end for a pipeline that Select-Object ends' {
        $events = Register-WebRecorder

        1..3 | ForEach-Object { Invoke-RestMethod "$uri/ok" } | Select-Object -First 1 | Should -HaveCount 1
        Invoke-RestMethod "$uri/ok" | Select-Object -First 1 | Should -HaveCount 1

        Get-End $events | Should -Be 'stop 200', 'stop 200'
        $server.Requests.Count | Should -Be 2
    }

    It 'B2 exactly one end for a call that is stopped by Ctrl+C' {
        $events = Register-WebRecorder
        $call = Start-Session "Invoke-WebRequest $uri/wait"
        Wait-Until { $server.Requests.Count }

        $call.Session.Stop()

        $call.Session.InvocationStateInfo.State | Should -Be Stopped
        Wait-Until { (Get-End $events).Count }
        Get-End $events | Should -BeLike 'exception  *TaskCanceledException'
        $call.Session.Runspace.Dispose()
    }

    It 'B4 a call that is stopped while a handler runs ends after the handler, which stays' {
        $gate = @{ Entered = [Threading.ManualResetEventSlim]::new(); Leave = [Threading.ManualResetEventSlim]::new() }
        Register-TelemetryHandler slow http.client.request.start { $args[3].Entered.Set(); $args[3].Leave.Wait() } $gate
        $call = Start-Session "Invoke-WebRequest $uri/ok"
        $gate.Entered.Wait()

        $stop = $call.Session.BeginStop($null, $null)
        $gate.Leave.Set()
        $call.Session.EndStop($stop)

        $call.Session.InvocationStateInfo.State | Should -Be Stopped
        (Get-TelemetryHandler slow).Failures | Should -Be 0
        $call.Session.Runspace.Dispose()
    }

    It 'of each session of ForEach-Object -Parallel reach a handler' {
        $events = Register-WebRecorder

        1..8 | ForEach-Object -ThrottleLimit 4 -Parallel { $null = Invoke-RestMethod "$using:uri/ok" }

        Get-End $events | Should -Be (@('stop 200') * 8)
        @($events).Count | Should -Be 16
        (Get-TelemetryHandler).Failures | Measure-Object -Sum | ForEach-Object Sum | Should -Be 0
    }

    It 'of thread jobs reach a handler' {
        $events = Register-WebRecorder

        1..3 | ForEach-Object { Start-ThreadJob { $null = Invoke-WebRequest "$using:uri/ok" } } | Receive-Job -Wait -AutoRemoveJob

        Get-End $events | Should -Be (@('stop 200') * 3)
    }

    # The engine starts a call as a task and waits for it, which .NET may run on the waiting thread, that of the session.
    It 'S3 handlers run at home on the thread of the session, and in a private session on threads of the pool' {
        $config = @{ Home = [runspace]::DefaultRunspace.Id; Seen = [Collections.Concurrent.ConcurrentQueue[string]]::new() }
        Register-TelemetryHandler where http.client.request.* -Config $config -ScriptBlock {
            param($EventName, $Measurements, $Metadata, $Config)

            $isHome = [runspace]::DefaultRunspace.Id -eq $Config.Home
            $isRight = $isHome -ne [Threading.Thread]::CurrentThread.IsThreadPoolThread
            $Config.Seen.Enqueue("$EventName '$($Metadata['server.address'])' $($_.Metadata['kind']) $isRight")
        }

        1..20 | ForEach-Object { $null = Invoke-RestMethod "$uri/ok" }

        $expected = @(
            "http.client.request.start '' client True"
            "http.client.request.stop '127.0.0.1' client True") * 20
        $config.Seen | Should -Be $expected
    }

    It 'B4 the calls that a handler makes become no events, and are counted' {
        $events = Register-WebRecorder http.client.request.stop
        Register-TelemetryHandler inner http.client.request.stop { $null = Invoke-RestMethod "$($args[3])/inner" } $uri

        $null = Invoke-RestMethod "$uri/ok"

        $server.Requests.Path | Should -Be /ok, /inner
        @($events).ForEach({ $_.Metadata['url.full'] }) | Should -BeLike '*/ok'
        $source = Get-TelemetrySource System.Net.Http | Where-Object Via -EQ Activity
        $source.Emitted, $source.Suppressed | Should -Be 1, 1
    }

    It 'B4 a handler that throws does not harm the call: <_>' -ForEach 'http.client.request.start', 'http.client.request.stop' {
        Register-TelemetryHandler bad $_ { throw 'boom' } -FailurePolicy Keep

        $result = Invoke-RestMethod "$uri/ok" -WarningAction SilentlyContinue 3> $null

        $result.path | Should -Be /ok
        (Get-TelemetryHandler bad).Failures | Should -Be 1
    }

    It 'a metric keeps the durations, by tags' {
        Register-TelemetryMetric http.client.request.stop.duration Distribution -Unit second -Bucket 0.001, 60 `
            -Tag @{ host = 'server.address'; status = 'http.response.status_code' }

        1..2 | ForEach-Object { $null = Invoke-RestMethod "$uri/ok" }
        $null = Invoke-RestMethod "$uri/status/404" -SkipHttpErrorCheck

        $values = Get-TelemetryMetricValue | Sort-Object { $_.Tags.status }
        $values.ForEach({ "$($_.Tags.host) $($_.Tags.status) $($_.Count)" }) | Should -Be '127.0.0.1 200 2', '127.0.0.1 404 1'
        $values[0].Value | Should -BeGreaterThan 0
        (Get-TelemetryMetric).Problems.Count | Should -Be 0
    }

    It 'B5 a request has the header traceparent while the activities are listened to, and not otherwise' {
        $null = Invoke-RestMethod "$uri/before"
        $events = Register-WebRecorder http.client.request.stop
        $null = Invoke-RestMethod "$uri/listening"
        Unregister-TelemetryHandler web.recorder
        $null = Invoke-RestMethod "$uri/after"

        $before, $listening, $after = @($server.Requests)
        $before.TraceParent, $after.TraceParent | Should -Be $null, $null
        $end = @($events)[0].Metadata
        $listening.TraceParent | Should -Be "00-$($end['trace_id'])-$($end['span_id'])-00"
    }

    It 'B5 -Via Meter counts requests without a header' {
        Disable-TelemetrySource System.Net.Http
        Enable-TelemetrySource System.Net.Http -Via Meter
        $events = Register-WebRecorder 'system.net.http.*'

        $null = Invoke-RestMethod "$uri/ok"

        @($server.Requests)[0].TraceParent | Should -BeNullOrEmpty
        $value = @($events).Where({ "$($_.EventName)" -eq 'system.net.http.http.client.request.duration' })
        $value.Count | Should -Be 1
        $value[0].Measurements['value'] | Should -BeGreaterThan 0
        $value[0].Metadata['http.response.status_code'], $value[0].Metadata['server.address'] | Should -Be 200, 127.0.0.1
    }
}
