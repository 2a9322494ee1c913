<#
.SYNOPSIS
    An ops job over many items at once: checks 200 files in parallel, and sums up their results.
.DESCRIPTION
    Each item has a span, ops.item, with its number, its outcome (ok or damaged) and its bytes. A check that throws ends its span with
    an exception and becomes an error, and the others go on. Read-Item makes a file up in memory from the number of the item; some
    files are damaged on purpose, and some are not there.

    Events emitted:

    ops.item.start, ops.item.stop, ops.item.exception - an item was checked
        Measurements: duration (TimeSpan) and bytes, the size of the item, of its end
        Metadata:     item, its number from 1; outcome, ok or damaged, of stop
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

# The content of a file: the same for the same number. Every 20th is damaged, every 50th is not there.
function Read-Item([int] $Number) {
    if ($Number % 50 -eq 0) { throw "item $Number is not there" }
    $content = [byte[]]::new(1000 + $Number)
    [Random]::new($Number).NextBytes($content)
    $expected = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($content))
    if ($Number % 20 -eq 0) { $content[0] = $content[0] -bxor 1 }
    @{ Content = $content; Expected = $expected }
}

$rows = Measure-TelemetryEvent ops.item.* -Tag outcome -Measurement duration, bytes {
    $item = @{ n = 'item'; e = { $_ } }
    1..$Items | Invoke-TelemetryParallel ops.item -Function Read-Item -MetadataProperty $item -ThrottleLimit $ThrottleLimit {
        $file = Read-Item $_
        $Span.Measurements.bytes = $file.Content.Length
        $actual = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($file.Content))
        $Span.Metadata.outcome = if ($actual -eq $file.Expected) { 'ok' } else { 'damaged' }
    } -ErrorVariable script:failed -ErrorAction SilentlyContinue
}

"Checked:  $(($rows | Measure-Object Count -Sum).Sum)"
"Ok:       $([int] ($rows | Where-Object outcome -EQ ok).Count)"
"Damaged:  $([int] ($rows | Where-Object outcome -EQ damaged).Count)"
"Errors:   $($failed.Count)"
"Bytes:    $(($rows | Measure-Object BytesSum -Sum).Sum)"
"Slowest:  $([Math]::Round(1000 * ($rows | Measure-Object DurationMax -Maximum).Maximum, 1)) ms"
$failed | Sort-Object TargetObject | ForEach-Object { "  $_" }
