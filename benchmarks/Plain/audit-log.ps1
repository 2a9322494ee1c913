# The work of examples/audit-log.ps1 without the module.
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path, [string] $Audit = 'audit.jsonl')

$request = [regex]::new('"[A-Z]+ (?<path>/[^\s?]*)\S* HTTP/[\d.]+" (?<status>\d{3}) (?<bytes>\d+|-) (?<ms>\d+)$', 'Compiled')
$number = [regex]::new('(?<=/)\d+(?=/|$)', 'Compiled')
$rows, $writer = @{}, [IO.StreamWriter]::new($ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Audit), $true)
foreach ($line in [IO.File]::ReadLines((Convert-Path -LiteralPath $Path))) {
    $match = $request.Match($line)
    if ($match.Success) {
        $path, $status, $bytes, $ms = $match.Groups['path', 'status', 'bytes', 'ms'].Value
        $route, $bytes, $ms = $number.Replace($path, '{id}'), $(if ($bytes -eq '-') { 0 } else { [long] $bytes }), [int] $ms
        $row = $rows["$route $status"]
        if (-not $row) {
            $row = $rows["$route $status"] = @{
                route = $route; status = $status; Bytes = 0; Times = [Collections.Generic.List[int]]::new()
            }
        }

        $row.Bytes += $bytes
        $row.Times.Add($ms)
        if ($status[0] -eq '5') {
            $time = [datetime]::UtcNow.ToString('o')
            $entry = [ordered]@{ time = $time; ms = $ms; bytes = $bytes; route = $route; status = $status; line = $line }
            $writer.WriteLine(($entry | ConvertTo-Json -Compress))
        }
    }
}

$writer.Dispose()
foreach ($row in $rows.Values) {
    $times = @($row.Times | Sort-Object)
    [pscustomobject]@{
        route = $row.route; status = $row.status; Count = $times.Count
        MsMean = ($times | Measure-Object -Average).Average; MsMax = $times[-1]
        MsP95 = $times[[Math]::Ceiling(0.95 * $times.Count) - 1]; BytesSum = $row.Bytes
    }
}
