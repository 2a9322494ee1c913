<#
.SYNOPSIS
    Reads a web server's log of any size, writes an audit file of its failed requests, and shows the numbers of each route.
.DESCRIPTION
    The log is in the common log format with the request time in milliseconds as one more field at the end. Each line is an event.
    A log keeps those of a status of 5xx, and Measure-TelemetryEvent counts all of them.

    Events emitted:

    web.request - a request was answered
        Measurements: ms, the request time; bytes, sent as the body
        Metadata:     status, as text; route, the path with {id} for each number; line, its text
.EXAMPLE
    ./examples/audit-log.ps1 examples/data/access.log -Audit failed.jsonl
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path, [string] $Audit = 'audit.jsonl')

. "$PSScriptRoot/Import-Telemetry.ps1"
$request = [regex]::new('"[A-Z]+ (?<path>/[^\s?]*)\S* HTTP/[\d.]+" (?<status>\d{3}) (?<bytes>\d+|-) (?<ms>\d+)$', 'Compiled')
$number = [regex]::new('(?<=/)\d+(?=/|$)', 'Compiled')
$answered = Get-TelemetryEvent web.request
Start-TelemetryLog web.request -Path $Audit -Name audit -Where @{ status = '5*' }

Measure-TelemetryEvent web.request -Tag route, status -Measurement ms, bytes {
    foreach ($line in [IO.File]::ReadLines((Convert-Path -LiteralPath $Path))) {
        $match = $request.Match($line)
        if ($match.Success) {
            $path, $status, $bytes, $ms = $match.Groups['path', 'status', 'bytes', 'ms'].Value
            $answered.Execute(@{ ms = [int] $ms; bytes = if ($bytes -eq '-') { 0 } else { [long] $bytes } },
                @{ route = $number.Replace($path, '{id}'); status = $status; line = $line })
        }
    }
}
Stop-TelemetryLog audit
