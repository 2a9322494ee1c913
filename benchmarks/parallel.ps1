<#
.SYNOPSIS
    Measures what handlers cost that are called from parallel sessions. Run by peers.ps1, in a fresh process for each row.
.DESCRIPTION
    All sessions exist, and wait for each other, before each measurement. First use is the first emit of each of them, at the
    same time; again is the second one. Memory is what the process and its managed heap grew by, over both.
#>
[CmdletBinding()]
param(
    # How many handlers the event has.
    [Parameter(Mandatory)]
    [int] $Handlers,

    # How many sessions emit it at the same time.
    [int] $Sessions = 16
)

$ErrorActionPreference = 'Stop'
Import-Module ([IO.Path]::Combine((Split-Path $PSScriptRoot), 'output', 'Telemetry', 'Telemetry.psd1'))
$seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
foreach ($i in 1..$Handlers) {
    Register-TelemetryHandler "handler-$i" web.request.done -Config $seen -ScriptBlock {
        param($EventName, $Measurements, $Metadata, $Seen)

        if ($Measurements.duration -gt 10) { $Seen.Enqueue($Metadata.route) } else { Write-Verbose 'fast' }
    }
}

$state = @{
    Handle   = Get-TelemetryEvent web.request.done
    Barrier  = [Threading.Barrier]::new($Sessions)
    Ticks    = [Collections.Concurrent.ConcurrentDictionary[string, long]]::new()
    Memory   = [Collections.Concurrent.ConcurrentDictionary[string, long]]::new()
    Sessions = $Sessions
}
1..$Sessions | ForEach-Object -ThrottleLimit $Sessions -Parallel {
    $state, $number = $using:state, $_
    $measurements, $metadata = @{ duration = 12.5; size = 512 }, @{ route = '/users'; status = 200; cached = $true }

    function Wait-Other { $null = $state.Barrier.SignalAndWait() }

    function Measure-Memory([string] $When) {
        Wait-Other
        if ($number -eq 1) {
            foreach ($round in 1..3) { [GC]::Collect(); [GC]::WaitForPendingFinalizers() }
            $state.Memory["$When process"] = [Environment]::WorkingSet
            $state.Memory["$When heap"] = [GC]::GetTotalMemory($true)
        }
    }

    Measure-Memory before
    foreach ($pass in 'first', 'again') {
        Wait-Other
        $start = [Diagnostics.Stopwatch]::GetTimestamp()
        $state.Handle.Execute($measurements, $metadata)
        $end = [Diagnostics.Stopwatch]::GetTimestamp()
        $state.Ticks["$pass start $number"], $state.Ticks["$pass end $number"] = $start, $end
    }

    Measure-Memory after
}

if ($seen.Count -ne 2 * $Handlers * $Sessions) {
    throw "The handlers ran $($seen.Count) times for $(2 * $Handlers * $Sessions) calls."
}

function Measure-Pass([string] $Pass) {
    $start, $end = 'start', 'end' | ForEach-Object {
        $name = $_
        , @(1..$Sessions | ForEach-Object { $state.Ticks["$Pass $name $_"] })
    }
    (($end | Measure-Object -Maximum).Maximum - ($start | Measure-Object -Minimum).Minimum) / [Diagnostics.Stopwatch]::Frequency * 1000
}

[pscustomobject] @{
    First   = Measure-Pass first
    Again   = Measure-Pass again
    Process = ($state.Memory['after process'] - $state.Memory['before process']) / 1MB
    Heap    = ($state.Memory['after heap'] - $state.Memory['before heap']) / 1MB
} | ConvertTo-Json -Compress
