<#
.SYNOPSIS
    Watches a web server's log: emits an event for each line of it, and shows the numbers that metrics keep of them.
.DESCRIPTION
    The log is in the common log format with the request time in milliseconds as one more field at the end. Its lines
    become events by pipeline: objects with the properties EventName, Measurements and Metadata are all that
    Invoke-TelemetryEvent needs. Six metrics, and a handler for the malformed lines, make the summary.

    It runs in PowerShell's bare engine as well, where no PowerShell is installed, so it does without Sort-Object, Measure-Object
    and the other cmdlets of PowerShell's own modules:

        dotnet run --project src/Telemetry.Host examples/log-watch.ps1

    Events emitted:

    web.request.stop - a request was answered
        Measurements: duration (TimeSpan); bytes, sent as the body, 0 for none
        Metadata:     route, the path with {id} for each number and without the query; method; status (int);
                      time (DateTimeOffset)

    web.log.malformed - a line of the log is not a request
        Measurements: none
        Metadata:     line, its number from 1; text
.EXAMPLE
    ./examples/log-watch.ps1
.EXAMPLE
    ./examples/log-watch.ps1 -Path /var/log/nginx/access.log
#>
[CmdletBinding()]
param(
    # The log to read. Relative to the current location.
    [string] $Path = [IO.Path]::Combine($PSScriptRoot, 'data', 'access.log'),

    # How many of the slowest routes to show.
    [ValidateRange(1, [int]::MaxValue)]
    [int] $Top = 5
)

. "$PSScriptRoot/Import-Telemetry.ps1"

$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if (-not [IO.File]::Exists($file)) {
    throw "There is no log '$file'. Give the path of one as -Path."
}

$request = [regex] ('^\S+ \S+ \S+ \[(?<time>[^\]]+)\] ' +
    '"(?<method>[A-Z]+) (?<path>/[^\s?]*)\S* HTTP/[\d.]+" (?<status>\d{3}) (?<bytes>\d+|-) (?<ms>\d+)$')

# What a line of the log is as an event.
function ConvertTo-Event([string] $Text, [int] $Number) {
    $match = $request.Match($Text)
    if (-not $match.Success) {
        return [pscustomobject]@{
            EventName = 'web.log.malformed'
            Metadata  = @{ line = $Number; text = $Text }
        }
    }

    $field = $match.Groups
    $bytes = $field['bytes'].Value
    [pscustomobject]@{
        EventName    = 'web.request.stop'
        Measurements = @{
            duration = [TimeSpan]::FromMilliseconds([double] $field['ms'].Value)
            bytes    = if ($bytes -eq '-') { 0 } else { [long] $bytes }
        }
        Metadata     = @{
            route  = $field['path'].Value -replace '(?<=/)\d+(?=/|$)', '{id}'
            method = $field['method'].Value
            status = [int] $field['status'].Value
            time   = [DateTimeOffset]::ParseExact($field['time'].Value, 'dd/MMM/yyyy:HH:mm:ss zzz', [cultureinfo]::InvariantCulture)
        }
    }
}

# What to keep of the events: the numbers by metrics, and the text of the malformed lines by a handler.
$ofRequests = @{ EventName = 'web.request.stop'; Force = $true }
$ofFailures = @{ Where = @{ status = '5*' }; Tag = 'status', 'method', 'route' } + $ofRequests

Register-TelemetryMetric log-watch.statuses Counter -Tag status @ofRequests
Register-TelemetryMetric log-watch.duration Summary -Tag method, route -Unit millisecond @ofRequests
Register-TelemetryMetric log-watch.bytes Sum -Tag method, route -Unit byte @ofRequests
Register-TelemetryMetric log-watch.failures Counter @ofFailures
Register-TelemetryMetric log-watch.time LastValue -Unit second @ofFailures
Register-TelemetryMetric log-watch.malformed Counter -EventName web.log.malformed -Force

$malformed = [Collections.Generic.List[string]]::new()
Register-TelemetryHandler log-watch.malformed web.log.malformed -Force -Config $malformed -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Malformed)

    $Malformed.Add("line $($Metadata.line): $($Metadata.text)")
}

# The values of a metric in the order that a block gives two of them.
function Get-SortedValue([string] $Name, [Comparison[object]] $Order) {
    $values = [Collections.Generic.List[object]] @(Get-TelemetryMetricValue $Name)
    $values.Sort($Order)
    $values
}

# The values of a metric by their tags.
function Get-ValueTable([string] $Name) {
    $table = @{}
    foreach ($value in Get-TelemetryMetricValue $Name) {
        $table["$($value.Tags)"] = $value.Value
    }

    $table
}

# One row of a table: the first column to the left, the others to the right.
function Format-Row([string] $Name, [object[]] $Cells) {
    $row = $Name.PadRight(34)
    foreach ($cell in $Cells) {
        $row += "$cell".PadLeft(10)
    }

    $row
}

try {
    $timer = [Diagnostics.Stopwatch]::StartNew()
    $number = 0
    [IO.File]::ReadLines($file) |
        ForEach-Object { ConvertTo-Event $_ (++$number) } |
        Invoke-TelemetryEvent

    $statuses = @(Get-SortedValue log-watch.statuses { param($a, $b) [string]::CompareOrdinal($a.Tags.status, $b.Tags.status) })
    $answered = 0
    foreach ($status in $statuses) {
        $answered += $status.Value
    }

    "Read $number lines in $([Math]::Round($timer.Elapsed.TotalSeconds, 1)) s"
    Format-Row '  web.request.stop' $answered
    Format-Row '  web.log.malformed' (Get-TelemetryMetricValue log-watch.malformed).Value
    ''
    'Requests by status'
    foreach ($status in $statuses) {
        Format-Row "  $($status.Tags.status)" $status.Value
    }

    ''
    Format-Row 'Slowest routes' 'requests', 'mean ms', '95 % ms', 'kB'
    $bytes = Get-ValueTable log-watch.bytes
    $slowest = @(Get-SortedValue log-watch.duration { param($a, $b) ($b.Sum / $b.Count).CompareTo($a.Sum / $a.Count) })
    for ($i = 0; $i -lt [Math]::Min($Top, $slowest.Count); $i++) {
        $route = $slowest[$i]
        Format-Row "  $($route.Tags.method) $($route.Tags.route)" @(
            $route.Count
            [Math]::Round($route.Sum / $route.Count)
            [Math]::Round($route.P95)
            [Math]::Round($bytes["$($route.Tags)"] / 1024)
        )
    }

    ''
    'Failures (5xx)'
    $last = Get-ValueTable log-watch.time
    foreach ($failure in Get-TelemetryMetricValue log-watch.failures) {
        $time = [DateTimeOffset]::FromUnixTimeSeconds([long] $last["$($failure.Tags)"]).ToString('u')
        "$(Format-Row "  $($failure.Tags.status) $($failure.Tags.method) $($failure.Tags.route)" $failure.Value)   last $time"
    }

    ''
    'Malformed lines'
    foreach ($line in $malformed) {
        "  $line"
    }
}
finally {
    Unregister-TelemetryHandler log-watch.*
    Unregister-TelemetryMetric log-watch.*
}
