# The work of examples/sync-folders.ps1 without the module.
#requires -Version 7.4
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Target, [int] $ThrottleLimit = 8)

$from = (Get-Item -LiteralPath $Source).FullName
$to = (New-Item $Target -ItemType Directory -Force).FullName
$rows = [Collections.Concurrent.ConcurrentDictionary[string, object]]::new()

Get-ChildItem $from -File -Recurse | ForEach-Object -ThrottleLimit $ThrottleLimit -Parallel {
    $relative = [IO.Path]::GetRelativePath($using:from, $_.DirectoryName)
    $rows, $timer, $failed = $using:rows, [Diagnostics.Stopwatch]::StartNew(), 0
    try {
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($using:to, $relative))
        [IO.File]::Copy($_.FullName, [IO.Path]::Combine($folder.FullName, $_.Name), $true)
    } catch {
        $failed = 1
        Write-Error $_
    }

    $row = $rows.GetOrAdd($relative, [Func[string, object]] {
            @{ Count = 0; Failed = 0; Bytes = 0; Times = [Collections.Generic.List[double]]::new() }
        })
    [Threading.Monitor]::Enter($row)
    $row.Count++
    $row.Failed += $failed
    $row.Bytes += $_.Length
    $row.Times.Add($timer.Elapsed.TotalSeconds)
    [Threading.Monitor]::Exit($row)
}

foreach ($folder in $rows.Keys | Sort-Object) {
    $row, $times = $rows[$folder], @($rows[$folder].Times | Sort-Object)
    [pscustomobject]@{
        folder      = $folder; Count = $row.Count; Failed = $row.Failed; Bytes = $row.Bytes
        Mean        = ($times | Measure-Object -Average).Average
        DurationP95 = $times[[Math]::Ceiling(0.95 * $times.Count) - 1]; Max = $times[-1]
    }
}
