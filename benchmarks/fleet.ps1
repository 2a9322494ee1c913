<#
.SYNOPSIS
    Measures what a script with an OTLP reporter sends and keeps: bytes of a span, of a log record and of a series, spans per second, and
    memory while the receiver is away. The figures of docs/fleet.md.
.DESCRIPTION
    Runs in PowerShell 7.6 or later, after 'dotnet build'. The receiver is another PowerShell, which answers 200 to each request and notes
    its path and its length.

    Bytes are those of bodies, as they are sent, with batches of 512 spans and log records. Rates depend on the machine; bytes do not.
.PARAMETER Count
    The number of spans and of log records of each measurement.
.EXAMPLE
    pwsh -NoProfile benchmarks/fleet.ps1
#>
[CmdletBinding()]
param(
    [ValidateRange(1000, 1000000)]
    [int] $Count = 20000,

    # The number of series of each metric.
    [ValidateRange(1, 2000)]
    [int] $Series = 1000
)

$ErrorActionPreference = 'Stop'
$output = Join-Path (Split-Path $PSScriptRoot) output
Get-ChildItem env:OTEL_* | Remove-Item

# The receiver, which prints its address, and then a line for each request.
$receiver = {
    $listener = [Net.HttpListener]::new()
    $free = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $free.Start()
    $address = "http://$($free.LocalEndpoint)/"
    $free.Stop()
    $listener.Prefixes.Add($address)
    $listener.Start()
    [Console]::Out.WriteLine($address)
    while ($true) {
        $context = $listener.GetContext()
        $body = [IO.MemoryStream]::new()
        $context.Request.InputStream.CopyTo($body)
        [Console]::Out.WriteLine("$($context.Request.Url.AbsolutePath.Split('/')[-1]) $($body.Length)")
        $context.Response.Close()
    }
}
$start = [Diagnostics.ProcessStartInfo]::new([Environment]::ProcessPath)
$arguments = @(
    if ([IO.Path]::GetFileNameWithoutExtension([Environment]::ProcessPath) -eq 'dotnet') { Join-Path $PSHOME pwsh.dll }
    '-NoProfile', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($receiver))
)
$arguments | ForEach-Object { $start.ArgumentList.Add($_) }
$start.RedirectStandardOutput = $true
$process = [Diagnostics.Process]::Start($start)
$address = $process.StandardOutput.ReadLine()
$received = [Collections.Concurrent.ConcurrentQueue[string]]::new()
$reading = Start-ThreadJob {
    while ($line = ($using:process).StandardOutput.ReadLine()) { ($using:received).Enqueue($line) }
}

# The lengths of the requests of a signal so far.
function Get-Length([string] $Signal) {
    , [long[]] @($received.ToArray() -like "$Signal *" -replace '^\S+ ')
}

# Starts a reporter, runs a block and stops the reporter; returns the lengths of what was sent meanwhile.
function Measure-Sent([string] $Signal, [scriptblock] $Block, [hashtable] $Reporter = @{}) {
    $before = (Get-Length $Signal).Count
    Start-TelemetryOtlpReporter $address -Interval 1h -Timeout 30s @Reporter
    & $Block
    Stop-TelemetryReporter otlp -Timeout 60s

    # The lines of the receiver come a moment after its answers.
    for ($i = 0; $i -lt 200; $i++) {
        $lengths = Get-Length $Signal
        if ($lengths.Count -gt $before -and $lengths.Count -eq $seen) { break }
        $seen = $lengths.Count
        Start-Sleep -Milliseconds 50
    }

    , $lengths[$before..($lengths.Count - 1)]
}

function Get-Heap {
    foreach ($round in 1..3) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
    [GC]::GetTotalMemory($true)
}

function New-Result([string] $What, [string] $Unit, [double] $Value) {
    [pscustomobject] @{ What = $What; Value = $Value.ToString('#,##0.#', [cultureinfo]::InvariantCulture); Unit = $Unit }
}

function Invoke-ManySpan {
    foreach ($i in 1..$Count) {
        Invoke-TelemetrySpan backup.copy -Metadata @{ volume = 'home'; file = "report-$i.txt" } { $_.Measurements.bytes = 512 }
    }
}

try {
    $set = [Environment]::WorkingSet
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Module (Join-Path $output Telemetry/Telemetry.psd1)
    New-Result 'import of Telemetry' ms -Value $watch.ElapsedMilliseconds
    $env:PSModulePath = $output + [IO.Path]::PathSeparator + $env:PSModulePath
    $watch.Restart()
    Import-Module Telemetry.OpenTelemetry
    Start-TelemetryOtlpReporter $address
    New-Result 'import of Telemetry.OpenTelemetry, and the start of a reporter' ms -Value $watch.ElapsedMilliseconds
    Stop-TelemetryReporter otlp
    New-Result 'memory of the process for both' MB -Value (([Environment]::WorkingSet - $set) / 1MB)

    # Each loop twice, of which the second counts.
    $times = foreach ($round in 1, 2) { (Measure-Command { Invoke-ManySpan }).TotalSeconds }
    New-Result 'spans per second, without a reporter' '1/s' -Value ($Count / $times[1])
    foreach ($round in 1, 2) {
        $seconds = 0
        $lengths = Measure-Sent traces {
            $script:seconds = (Measure-Command { Invoke-ManySpan }).TotalSeconds
            $script:dropped = (Get-TelemetryReporter otlp).Dropped
        }
    }

    New-Result "spans per second, with a reporter ($dropped dropped)" '1/s' -Value ($Count / $seconds)
    New-Result 'span with three attributes' bytes -Value (($lengths | Measure-Object -Sum).Sum / $Count)
    $env:OTEL_EXPORTER_OTLP_COMPRESSION = 'gzip'
    $lengths = Measure-Sent traces { Invoke-ManySpan }
    New-Result 'the same, compressed' bytes -Value (($lengths | Measure-Object -Sum).Sum / $Count)
    $env:OTEL_EXPORTER_OTLP_COMPRESSION = ''

    # Fewer than wait at most: the loop is faster than any receiver.
    $note = Get-TelemetryEvent backup.note
    $records = 9000
    foreach ($round in 1, 2) {
        $lengths = Measure-Sent logs -Reporter @{ Log = 'backup.note' } {
            foreach ($i in 1..$records) { $note.Execute(@{ bytes = 512 }, @{ volume = 'home'; file = "report-$i.txt" }) }
        }
    }

    New-Result 'log record with three attributes' bytes -Value (($lengths | Measure-Object -Sum).Sum / $records)

    $done = Get-TelemetryEvent backup.done
    foreach ($type in 'Counter', 'LastValue', 'Summary', 'Distribution') {
        $more = if ($type -eq 'Distribution') { @{ Bucket = 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 60 } } else { @{} }
        Register-TelemetryMetric backup.done.duration $type -Tag host -Unit second @more
        $lengths = Measure-Sent metrics {
            foreach ($i in 1..$Series) {
                foreach ($time in 0.02, 0.03, 0.05, 0.2, 1.5) {
                    $done.Execute(@{ duration = $time * $i / $Series }, @{ host = "server-$i" })
                }
            }
        }
        New-Result "series of a $type" bytes -Value ($lengths[-1] / $Series)
        Unregister-TelemetryMetric backup.*
    }

    # The port of a listener that is gone: connections are refused.
    $gone = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $gone.Start()
    $port = $gone.LocalEndpoint.Port
    $gone.Stop()
    Start-TelemetryOtlpReporter "http://127.0.0.1:$port" -Log backup.note -WarningAction Ignore
    $heap = Get-Heap
    foreach ($i in 1..10000) {
        Invoke-TelemetrySpan backup.copy -Metadata @{ volume = 'home'; file = "report-$i.txt" } { $_.Measurements.bytes = 512 }
    }

    $spans = Get-Heap
    New-Result '10,000 spans that wait' MB -Value (($spans - $heap) / 1MB)
    foreach ($i in 1..10000) { $note.Execute(@{ bytes = 512 }, @{ volume = 'home'; file = "report-$i.txt" }) }
    New-Result '10,000 log records that wait' MB -Value (((Get-Heap) - $spans) / 1MB)
    Stop-TelemetryReporter otlp -Timeout 1s -WarningAction Ignore
}
finally {
    $process.Kill()
    $reading | Remove-Job -Force
}
