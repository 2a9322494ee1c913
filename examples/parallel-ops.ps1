<#
.SYNOPSIS
    An ops job over many items at once: checks 200 files in parallel, and counts in one place what became of them.
.DESCRIPTION
    Test-Item checks one file: it computes a hash over its content, made up in memory from the item's number. Some files are
    damaged on purpose. The checks run by ForEach-Object -Parallel, each in another session, and know nothing of the
    handlers, of which there is one for each task.

    The handlers run at the same time, on the threads that emit, as copies that share nothing but -Config. So what they
    share is thread-safe. At the end, the totals are held against the items: not one event was lost or counted twice.

    Events emitted:

    ops.item.stop - an item was checked
        Measurements: duration (TimeSpan); bytes, the size of the item
        Metadata:     item, its number from 1; outcome, ok or damaged

    ops.item.error - a check came to no end
        Measurements: duration (TimeSpan)
        Metadata:     item; reason
.EXAMPLE
    ./examples/parallel-ops.ps1
.EXAMPLE
    ./examples/parallel-ops.ps1 -Items 5000 -ThrottleLimit 16
#>
#requires -Version 7.0
[CmdletBinding()]
param(
    # How many items to check.
    [ValidateRange(1, 100000)]
    [int] $Items = 200,

    # How many of them at once.
    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = 8
)

. "$PSScriptRoot/Import-Telemetry.ps1"

# 1. What is shared, safe to use from many threads.
$outcomes = [Collections.Concurrent.ConcurrentDictionary[string, long]]::new()
$errors = [Collections.Concurrent.ConcurrentDictionary[int, string]]::new()
$durations = [Collections.Concurrent.ConcurrentQueue[timespan]]::new()

Register-TelemetryHandler parallel-ops.outcomes ops.item.stop -Force -Config $outcomes -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Outcomes)

    # [Func[...]] may be called more than once for one update: it must do nothing but add.
    $added = [long] $Measurements.bytes
    $null = $Outcomes.AddOrUpdate($Metadata.outcome, 1, [Func[string, long, long]] { param($key, $count) $count + 1 })
    $null = $Outcomes.AddOrUpdate('bytes', $added, [Func[string, long, long]] { param($key, $bytes) $bytes + $added })
}

Register-TelemetryHandler parallel-ops.errors ops.item.error -Force -Config $errors -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Errors)

    $Errors[$Metadata.item] = $Metadata.reason
}

Register-TelemetryHandler parallel-ops.durations ops.item.stop, ops.item.error -Force -Config $durations -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Durations)

    $Durations.Enqueue($Measurements.duration)
}

try {
    # 2. The work. A parallel session has no modules: it imports the very one that this session has.
    $telemetry = (Get-Module Telemetry).Path

    1..$Items | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
        Import-Module $using:telemetry

        # The content of a file: the same for the same number. Every 20th is damaged, every 50th is not there.
        function Read-Item([int] $Number) {
            if ($Number % 50 -eq 0) {
                throw "item $Number is not there"
            }

            $content = [byte[]]::new(1000 + $Number)
            [Random]::new($Number).NextBytes($content)
            $expected = [Security.Cryptography.SHA256]::HashData($content)
            if ($Number % 20 -eq 0) {
                $content[0] = $content[0] -bxor 1
            }

            @{ Content = $content; Expected = [Convert]::ToHexString($expected) }
        }

        $item = $_
        $timer = [Diagnostics.Stopwatch]::StartNew()
        try {
            $file = Read-Item $item
            $actual = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($file.Content))
            $outcome = if ($actual -eq $file.Expected) { 'ok' } else { 'damaged' }
            Invoke-TelemetryEvent ops.item.stop @{ duration = $timer.Elapsed; bytes = $file.Content.Length } @{
                item = $item; outcome = $outcome
            }
        }
        catch {
            Invoke-TelemetryEvent ops.item.error @{ duration = $timer.Elapsed } @{ item = $item; reason = "$_" }
        }
    }

    # 3. Every handler has run for every item by now. What must have come out is known from the numbers of the items.
    $expected = @{ ok = 0; damaged = 0; bytes = 0; errors = 0 }
    foreach ($item in 1..$Items) {
        if ($item % 50 -eq 0) {
            $expected.errors++
            continue
        }

        $expected.bytes += 1000 + $item
        $expected[$(if ($item % 20 -eq 0) { 'damaged' } else { 'ok' })]++
    }

    foreach ($key in 'ok', 'damaged', 'bytes') {
        if ([long] $outcomes[$key] -ne $expected[$key]) {
            throw "The handlers counted $($outcomes[$key]) for '$key' where there were $($expected[$key])."
        }
    }

    if ($errors.Count -ne $expected.errors -or $durations.Count -ne $Items) {
        throw "The handlers saw $($errors.Count) errors and $($durations.Count) items of $($expected.errors) and $Items."
    }

    $slowest = ($durations | Measure-Object TotalMilliseconds -Maximum).Maximum

    "Checked:  $($durations.Count)"
    "Ok:       $($outcomes['ok'])"
    "Damaged:  $([long] $outcomes['damaged'])"
    "Errors:   $($errors.Count)"
    "Bytes:    $($outcomes['bytes'])"
    "Slowest:  $([Math]::Round($slowest, 1)) ms"
    $errors.Keys | Sort-Object | ForEach-Object { "  $($errors[$_])" }
}
finally {
    Unregister-TelemetryHandler parallel-ops.*
}
