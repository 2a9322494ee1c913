# A receiver of OTLP for tests of what the module sends: the program of tests/OtlpReceiver, which needs Node.js and a package that
# tools/install-servers installs.
Import-Module "$PSScriptRoot/Common.psm1"

$package = Get-RepositoryPath .tools/otlp-transformer/node_modules/@opentelemetry/otlp-transformer

# Of the last build.
function Get-ReceiverProgram {
    Get-ChildItem (Get-RepositoryPath tests/OtlpReceiver/bin/*/net10.0/OtlpReceiver.dll) -ErrorAction Ignore |
        Sort-Object LastWriteTime | Select-Object -Last 1
}

<#
.SYNOPSIS
    Whether tests that need a receiver run: it is there, or .ci/run requires it.
#>
function Test-OtlpReceiver {
    $isThere = (Get-ReceiverProgram) -and (Test-Path $package) -and (Get-Command node -ErrorAction Ignore)
    [bool] $isThere -or $env:TELEMETRY_TESTS_REQUIRE_TOOLS -eq '1'
}

<#
.SYNOPSIS
    Starts a receiver.
.DESCRIPTION
    Endpoint and GrpcEndpoint are its addresses; Requests, and Metrics, Spans and Logs, what arrived so far and, of the latter, what was
    accepted. Respond('traces', 'refused', 'ok') sets the answers to the next requests of a signal, or '*' for all, of which the last one
    stays: 'ok', 'hang', 'refused', 'overloaded', 'redirect <url>', 'partial <number> <text>', 'http <status> <text>',
    'status <http> <grpc> <text>'. Release() answers the requests that hang. EndpointOf('Grpc') is the address for a protocol;
    LastMetric(name) is the last state of a metric, and Span(name) the one span of a name. Wait({ condition }) waits until a
    condition holds. Stop() ends the receiver.
#>
function Start-OtlpReceiver {
    $start = [Diagnostics.ProcessStartInfo]::new('dotnet', "`"$((Get-ReceiverProgram).FullName)`"")
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [Diagnostics.Process]::Start($start)
    $first = $process.StandardOutput.ReadLine()
    if (-not $first) { throw 'The receiver of OTLP did not start: see above.' }

    $endpoints = ConvertFrom-Json $first
    $receiver = [pscustomobject]@{ Endpoint = $endpoints.Http; GrpcEndpoint = $endpoints.Grpc; Process = $process }
    $receiver | Add-Member ScriptMethod Send {
        param($Command)

        $this.Process.StandardInput.WriteLine($Command)
        $answer = $this.Process.StandardOutput.ReadLine()
        if (-not $answer -or $answer.StartsWith('error ')) { throw "The receiver answered: $answer" }
        $answer
    }
    $receiver | Add-Member ScriptMethod Respond {
        $signal, $answers = $args
        $null = $this.Send((@('respond', $signal) + $answers) -join "`t")
    }
    $receiver | Add-Member ScriptMethod Release { $null = $this.Send('release') }
    $receiver | Add-Member ScriptProperty Requests { , @((ConvertFrom-Json $this.Send('get')).ForEach({ $_ })) }
    foreach ($kind in 'Metrics', 'Spans', 'Logs') {
        $receiver | Add-Member ScriptProperty $kind ([scriptblock]::Create(
                ", @(`$this.Requests.Where({ `$_.IsAccepted }).ForEach({ `$_.$kind }).Where({ `$null -ne `$_ }))"))
    }
    $receiver | Add-Member ScriptMethod EndpointOf {
        param($Protocol)

        if ($Protocol -eq 'Grpc') { $this.GrpcEndpoint } else { $this.Endpoint }
    }
    $receiver | Add-Member ScriptMethod LastMetric {
        param($Name)

        $found = $this.Metrics.Where({ $_.Name -eq $Name })
        if (-not $found) { throw "There is no metric '$Name' in: $($this.Metrics.Name)" }
        $found[-1]
    }
    $receiver | Add-Member ScriptMethod Span {
        param($Name)

        $found = @($this.Spans.Where({ $_.Name -eq $Name }))
        if ($found.Count -ne 1) { throw "There is not one span '$Name' in: $($this.Spans.Name)" }
        $found[0]
    }
    $receiver | Add-Member ScriptMethod Wait {
        param([scriptblock] $Condition)

        $time = [Diagnostics.Stopwatch]::StartNew()
        while (-not (& $Condition)) {
            if ($time.Elapsed.TotalSeconds -gt 60) {
                $requests = $this.Requests.ForEach({ "$($_.Path) ($(if (-not $_.IsAccepted) { 'not ' })accepted)" }) -join ', '
                throw "Not within a minute: $Condition. Requests: $requests"
            }
            Start-Sleep -Milliseconds 20
        }
    }
    $receiver | Add-Member ScriptMethod Stop {
        $this.Process.StandardInput.Close()
        $this.Process.WaitForExit()
        $this.Process.Dispose()
    }
    $receiver
}

Export-ModuleMember -Function Start-OtlpReceiver, Test-OtlpReceiver
