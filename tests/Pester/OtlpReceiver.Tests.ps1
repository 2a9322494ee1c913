BeforeDiscovery {
    Import-Module "$PSScriptRoot/OtlpReceiver.psm1"
    $canReceive = Test-OtlpReceiver
}

Describe 'The receiver of OTLP for tests' -Skip:(-not $canReceive) {
    BeforeAll {
        Import-Module "$PSScriptRoot/OtlpReceiver.psm1"
        $receiver = Start-OtlpReceiver

        # A field of a message in the encoding of Protocol Buffers: text, or the bytes of a message.
        function New-Field([int] $Number, $Value) {
            $bytes = if ($Value -is [string]) { [Text.Encoding]::UTF8.GetBytes($Value) } else { [byte[]] $Value }
            , [byte[]] (@(($Number * 8 + 2), $bytes.Length) + $bytes)
        }

        function Send-Log([string] $Text) {
            $log = (New-Field 5 (New-Field 1 $Text)) + (New-Field 12 'job.done')
            $body = New-Field 1 (New-Field 2 (New-Field 2 $log))
            try {
                $null = Invoke-WebRequest "$($receiver.Endpoint)/v1/logs" -Method Post -Body $body -ContentType application/x-protobuf `
                    -UseBasicParsing -MaximumRedirection 0
                200
            }
            catch {
                [int] $_.Exception.Response.StatusCode
            }
        }
    }
    AfterAll { $receiver.Stop() }

    It 'has what was accepted, and the requests that were not' {
        $receiver.Logs | Should -HaveCount 0
        $receiver.Respond('logs', 'refused', 'http 418 tea', 'redirect http://127.0.0.1:1/', 'partial 1 one is bad', 'ok')

        $statuses = 1..6 | ForEach-Object { Send-Log "log $_" }
        $receiver.Wait({ $receiver.Logs.Count -eq 3 })

        $statuses | Should -Be 401, 418, 302, 200, 200, 200
        $receiver.Logs.Body | Should -Be 'log 4', 'log 5', 'log 6'
        $receiver.Logs.EventName | Should -Be job.done, job.done, job.done
        $receiver.Requests.IsAccepted | Should -Be $false, $false, $false, $true, $true, $true
        $receiver.Requests[0].Signal, $receiver.Requests[0].Path | Should -Be Logs, /v1/logs
        $receiver.Spans | Should -HaveCount 0
    }

    It 'keeps a client waiting until it is released' {
        $before = $receiver.Logs.Count
        $receiver.Respond('*', 'hang')
        $client = [Net.Http.HttpClient]::new()
        $body = [Net.Http.ByteArrayContent]::new((New-Field 1 (New-Field 2 (New-Field 2 (New-Field 12 'late')))))
        $body.Headers.ContentType = 'application/x-protobuf'
        $sent = $receiver.Requests.Count

        $answer = $client.PostAsync("$($receiver.Endpoint)/v1/logs", $body)
        $receiver.Wait({ $receiver.Requests.Count -gt $sent })
        $receiver.Logs.Count, $answer.IsCompleted | Should -Be $before, $false
        $receiver.Release()

        [int] $answer.Result.StatusCode | Should -Be 200
        $receiver.Logs[-1].EventName | Should -Be late
        $client.Dispose()
    }

    It 'refuses a command that it does not know' {
        { $receiver.Respond('*', 'nothing') } | Should -Throw "*There is no answer 'nothing'.*"
        { $receiver.Respond('profiles', 'ok') } | Should -Throw '*profiles*'
    }
}
