# Programs of their own that end, each in its way, while spans are open and a buffered handler has work: everything arrives.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Otlp.psm1"
    $runs = Test-Otlp
    $ends = 'return', 'exit', 'throw', 'Environment.Exit'
    if (-not $IsWindows) { $ends += 'SIGINT', 'SIGTERM', 'SIGHUP' }
    $cases = $ends.ForEach({ @{ End = $_ } })
}

Describe 'The end of a process that reports to a receiver of OpenTelemetry' -Skip:(-not $runs) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Import-Module "$PSScriptRoot/Otlp.psm1"
        Import-Otlp
        $script = Join-Path $TestDrive ending.ps1
        Set-Content $script @'
            param($End, $Endpoint, $Timeout, [switch] $Control)
            if (-not $Control) {
                Import-Module Telemetry.OpenTelemetry
                Register-TelemetryMetric ending.item.count Counter
                Register-TelemetryMetric ending.derived.sum Sum
                Register-TelemetryMetric ending.derived.spread Summary -Measurement sum
                Register-TelemetryHandler derive ending.item -Buffered -DrainTimeout 1h -ScriptBlock {
                    param($EventName, $Measurements)

                    [Threading.Thread]::Sleep(1)
                    Invoke-TelemetryEvent ending.derived @{ sum = $Measurements.item }
                }
                Enable-TelemetrySource System.Net.Http
                Start-TelemetryOtlpReporter $Endpoint -Log ending.note -Interval 1h -Timeout $Timeout -ServiceName ending
            }

            function Stop-Here {
                [Console]::WriteLine('ready')
                if ($End -like 'SIG*') { while ($true) { Start-Sleep 1 } }
                $null = [Console]::ReadLine()
                switch ($End) {
                    'exit' { exit 3 }
                    'throw' { throw 'The script ends by an error.' }
                    'Environment.Exit' { [Environment]::Exit(3) }
                }
            }

            if ($Control) { Stop-Here; return }
            Invoke-TelemetrySpan ending.outer @{ level = 1 } {
                Invoke-TelemetrySpan ending.inner @{ level = 2 } {
                    $null = Invoke-WebRequest "$Endpoint/nothing" -SkipHttpErrorCheck
                    Invoke-TelemetryEvent ending.note @{ size = 5 }
                    foreach ($i in 1..100) { Invoke-TelemetryEvent ending.item @{ item = $i } }
                }

                Stop-Here
            }
'@

        # Runs the script to its end, and gives its exit code and what it wrote as errors and warnings.
        function Invoke-Ending([string] $End, [string] $Endpoint, [string] $Timeout = '60s', [scriptblock] $WhenReady, [switch] $Control) {
            $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            $arguments = @([Environment]::GetCommandLineArgs()[0].Where({ $_ -like '*.dll' })) +
                '-NoProfile', '-NonInteractive', '-File', $script, $End, $Endpoint, $Timeout
            $arguments + @('-Control' | Where-Object { $Control }) | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            try {
                $errors = $process.StandardError.ReadToEndAsync()
                $first = $process.StandardOutput.ReadLine()
                $first | Should -Be ready
                $rest = $process.StandardOutput.ReadToEndAsync()
                if ($WhenReady) { & $WhenReady }
                if ($End -like 'SIG*') { & kill "-$($End.Substring(3))" $process.Id } else { $process.StandardInput.WriteLine() }
                $process.WaitForExit(120000) | Should -BeTrue
                [pscustomobject]@{ ExitCode = $process.ExitCode; Text = "$($rest.Result)$($errors.Result)" }
            }
            finally {
                if (-not $process.HasExited) { $process.Kill($true) }
                $process.Dispose()
            }
        }

        # PowerShell itself ends a script by an interrupt with one or the other.
        function Assert-ExitCode([string] $End, [int] $ExitCode) {
            $expected = (Invoke-Ending $End http://127.0.0.1:1 -Control).ExitCode
            if ($End -eq 'SIGINT') { $ExitCode | Should -BeIn 0, 1, 130 } else { $ExitCode | Should -Be $expected }
        }

        function Assert-Whole {
            $receiver.LastMetric('ending.item.count').Points[0].Value | Should -Be 100
            $receiver.LastMetric('ending.derived.sum').Points[0].Value | Should -Be 5050
            $spread = $receiver.LastMetric('ending.derived.spread').Points[0]
            $spread.Count, $spread.Sum, $spread.Min, $spread.Max | Should -Be 100, 5050, 1, 100

            $spans = $receiver.Spans
            $outer, $inner, $web = $receiver.Span('ending.outer'), $receiver.Span('ending.inner'), $receiver.Span('GET')
            $outer.ParentSpanId | Should -BeNullOrEmpty
            $inner.ParentSpanId | Should -Be $outer.SpanId
            $web.ParentSpanId | Should -Be $inner.SpanId
            @($spans.TraceId | Sort-Object -Unique) | Should -HaveCount 1
            $outer.Attributes.level, $inner.Attributes.level | Should -Be 1, 2
            $web.Attributes.'http.response.status_code' | Should -Be 404
            $receiver.Logs | Should -HaveCount 1
            $receiver.Logs[0].SpanId | Should -Be $inner.SpanId
            $receiver.Logs[0].Attributes.size | Should -Be 5
        }
    }
    AfterAll { Remove-Otlp }
    BeforeEach { $receiver = Start-OtlpReceiver }
    AfterEach { $receiver.Stop() }

    It 'R9 O6 everything arrives once, with the exit code as it would be: <End>' -ForEach $cases {
        $run = Invoke-Ending $End $receiver.Endpoint

        $run.Text | Should -Not -BeLike '*WARNING*'
        Assert-Whole
        $status = $receiver.Span('ending.outer')
        if ($End -in 'return', 'exit') {
            $status.Status | Should -Be Unset
        }
        else {
            $status.Status | Should -Be Error
        }
        Assert-ExitCode $End $run.ExitCode
    }

    It 'R9 a report under way while values change is followed by one with the last: <End>' -ForEach $cases.Where({
            $_.End -in 'return', 'Environment.Exit', 'SIGTERM' }) {
        $receiver.Respond('metrics', 'hang', 'ok')

        # The first one, from the start, waits for its answer.
        $run = Invoke-Ending $End $receiver.Endpoint -Timeout 1s -WhenReady {
            $receiver.Wait({ $receiver.Requests.Where({ $_.Signal -eq 'Metrics' }) })
        }

        Assert-Whole
        Assert-ExitCode $End $run.ExitCode
    }

    It 'R9 a receiver that never answers is left after five seconds, with a warning: <End>' -ForEach $cases.Where({
            $_.End -in 'return', 'Environment.Exit', 'SIGTERM' }) {
        $receiver.Respond('*', 'hang')

        $run = Invoke-Ending $End $receiver.Endpoint

        $run.Text | Should -BeLike '*did not arrive*'
        Assert-ExitCode $End $run.ExitCode
    }
}
