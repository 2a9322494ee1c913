# The work of examples/watch-folder.ps1 without the module: what arrives while the web hook is called, or tried again, waits for it, and
# neither the log nor the web hook is certain at the end of the process.
#requires -Version 7.4
param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [uri] $WebHook, [string] $Log = 'inbox.jsonl')

$inbox = Get-Item -LiteralPath $Path
$done = $inbox.CreateSubdirectory('done')
$failures, $isRaised = [Collections.Generic.Queue[datetime]]::new(), $false
function Add-Entry([hashtable] $Entry) {
    Add-Content $Log (@{ time = [datetime]::UtcNow.ToString('o') } + $Entry | ConvertTo-Json -Compress)
}
function Send-Alert([string] $State) {
    foreach ($attempt in 0..3) {
        try {
            $body = @{ text = "inbox: $State" } | ConvertTo-Json
            return Invoke-RestMethod $WebHook -Method Post -ContentType application/json -Body $body
        }
        catch { Start-Sleep ([Math]::Pow(2, $attempt)) }
    }
}
$watcher, $timer = [IO.FileSystemWatcher]::new("$inbox"), [Timers.Timer]::new(30000)
Register-ObjectEvent $watcher Renamed -SourceIdentifier inbox
Register-ObjectEvent $timer Elapsed -SourceIdentifier timer
$timer.Start()
while ($arrived = Wait-Event | Select-Object -First 1) {
    $arrived | Remove-Event
    if ($arrived.SourceIdentifier -eq 'timer') { Add-Entry @{ event = 'inbox.waiting'; files = $inbox.GetFiles().Length }; continue }
    $file = $arrived.SourceEventArgs
    try {
        $items = @(Get-Content $file.FullPath -Raw | ConvertFrom-Json -ErrorAction Stop).Count
        Move-Item $file.FullPath "$done" -Force
        Add-Entry @{ event = 'inbox.file.stop'; name = $file.Name; items = $items }
        if ($isRaised) { $isRaised = $false; $failures.Clear(); Send-Alert cleared }
    } catch {
        Add-Entry @{ event = 'inbox.file.exception'; name = $file.Name; reason = "$_" }
        $failures.Enqueue([datetime]::UtcNow)
        while ($failures.Peek() -lt [datetime]::UtcNow.AddMinutes(-1)) { $null = $failures.Dequeue() }
        if (-not $isRaised -and $failures.Count -ge 3) { $isRaised = $true; Send-Alert raised }
    }
}
