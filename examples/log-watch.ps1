<#
.SYNOPSIS
    Watches a web server's log: emits an event for each line of it, and tells what the handlers made of them.
.DESCRIPTION
    The log is in the common log format with the request time in milliseconds as one more field at the end. Its lines
    become events by pipeline: objects with the properties EventName, Measurements and Metadata are all that
    Invoke-TelemetryEvent needs. Four handlers, each with one task, make the summary.

    It runs in PowerShell's bare engine as well, where no PowerShell is installed, so it does without Sort-Object, Measure-Object
    and the other cmdlets of PowerShell's own modules:

        dotnet run --project src/Telemetry.Host examples/log-watch.ps1

    Events emitted:

    web.request.stop - a request was answered
        Measurements: duration (TimeSpan); bytes, sent as the body, 0 for none
        Metadata:     route, the path with {id} for each number and without the query; method; status (int);
                      time, as the log has it

    web.log.malformed - a line of the log is no request
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
            time   = $field['time'].Value
        }
    }
}

# What the handlers fill, each its own, given to it as -Config.
$statuses = [Collections.Generic.SortedDictionary[int, int]]::new()
$routes = @{}
$failures = [ordered]@{}
$malformed = [Collections.Generic.List[string]]::new()

Register-TelemetryHandler log-watch.statuses web.request.stop -Force -Config $statuses -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Statuses)

    $Statuses[$Metadata.status] = 1 + $Statuses[$Metadata.status]
}

Register-TelemetryHandler log-watch.routes web.request.stop -Force -Config $routes -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Routes)

    $name = "$($Metadata.method) $($Metadata.route)"
    $route = $Routes[$name]
    if (-not $route) {
        $route = $Routes[$name] = @{ Name = $name; Count = 0; Bytes = 0; Total = [TimeSpan]::Zero; Max = [TimeSpan]::Zero }
    }

    $route.Count++
    $route.Bytes += $Measurements.bytes
    $route.Total += $Measurements.duration
    if ($Measurements.duration -gt $route.Max) {
        $route.Max = $Measurements.duration
    }
}

Register-TelemetryHandler log-watch.failures web.request.stop -Force -Config $failures -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Failures)

    if ($Metadata.status -lt 500) {
        return
    }

    $name = "$($Metadata.status) $($Metadata.method) $($Metadata.route)"
    if (-not $Failures.Contains($name)) {
        $Failures[$name] = @{ Name = $name; Count = 0; First = $Metadata.time }
    }

    $Failures[$name].Count++
    $Failures[$name].Last = $Metadata.time
}

Register-TelemetryHandler log-watch.malformed web.log.malformed -Force -Config $malformed -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Malformed)

    $Malformed.Add("line $($Metadata.line): $($Metadata.text)")
}

# One row of a table: the first column to the left, the others to the right.
function Format-Row([string] $Name, [object[]] $Cells) {
    $row = $Name.PadRight(34)
    foreach ($cell in $Cells) {
        $row += "$cell".PadLeft(10)
    }

    $row
}

function Get-Mean($Route) { [Math]::Round($Route.Total.TotalMilliseconds / $Route.Count) }

try {
    $timer = [Diagnostics.Stopwatch]::StartNew()
    $number = 0
    [IO.File]::ReadLines($file) |
        ForEach-Object { ConvertTo-Event $_ (++$number) } |
        Invoke-TelemetryEvent

    $answered = 0
    foreach ($count in $statuses.Values) {
        $answered += $count
    }

    $slowest = [Collections.Generic.List[object]] [object[]] $routes.Values
    $slowest.Sort([Comparison[object]] { param($a, $b) (Get-Mean $b).CompareTo((Get-Mean $a)) })

    "Read $number lines in $([Math]::Round($timer.Elapsed.TotalSeconds, 1)) s"
    Format-Row '  web.request.stop' $answered
    Format-Row '  web.log.malformed' $malformed.Count
    ''
    'Requests by status'
    foreach ($status in $statuses.Keys) {
        Format-Row "  $status" $statuses[$status]
    }

    ''
    Format-Row 'Slowest routes' 'requests', 'mean ms', 'max ms', 'kB'
    foreach ($route in $slowest.GetRange(0, [Math]::Min($Top, $slowest.Count))) {
        Format-Row "  $($route.Name)" @(
            $route.Count
            Get-Mean $route
            $route.Max.TotalMilliseconds
            [Math]::Round($route.Bytes / 1024)
        )
    }

    ''
    'Failures (5xx)'
    foreach ($failure in $failures.Values) {
        "$(Format-Row "  $($failure.Name)" $failure.Count)   first $($failure.First), last $($failure.Last)"
    }

    ''
    'Malformed lines'
    foreach ($line in $malformed) {
        "  $line"
    }
}
finally {
    Unregister-TelemetryHandler log-watch.*
}
