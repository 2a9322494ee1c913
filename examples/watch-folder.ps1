<#
.SYNOPSIS
    Watches a folder as a service: imports each file that arrives, keeps a log, and calls a web hook when imports fail in a row.
.DESCRIPTION
    A file is a JSON document, and arrives when it is renamed to its name, as programs do that write it beside first. It is moved to the
    folder 'done' below the watched one when it was read. A file that cannot be read stays.
    Each file is a span, and each half minute a poll counts the files that wait. Three failures within a minute call the web hook, and so
    does the next file that succeeds.

    Ctrl+C, SIGTERM and SIGHUP end it: the log is written whole and the web hook is called before the process ends.

    Events emitted:

    inbox.file.start, inbox.file.stop, inbox.file.exception - a file is imported
        Measurements: duration (TimeSpan); items, the number of items in it
        Metadata:     name, that of the file

    inbox.waiting - every half minute
        Measurements: files, the number of files in the folder
.EXAMPLE
    pwsh -NoProfile -File examples/watch-folder.ps1 /srv/inbox -WebHook https://hooks.example.com/T0/B1 -Log /var/log/inbox.jsonl
#>
#requires -Version 7.4
param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [uri] $WebHook, [string] $Log = 'inbox.jsonl')

. "$PSScriptRoot/Import-Telemetry.ps1"
$inbox = Get-Item -LiteralPath $Path
$done = $inbox.CreateSubdirectory('done')
Start-TelemetryLog inbox.*, telemetry.alert.* -Path $Log
Register-TelemetryPoll inbox -EventName inbox.waiting -Interval 30s -ArgumentList $inbox { @{ files = $args[0].GetFiles().Length } }
Register-TelemetryAlert inbox inbox.file.exception -Count 3 -Within 1m -ClearOn inbox.file.stop -Retry 3 -Config $WebHook -Action {
    Invoke-RestMethod $args[1] -Method Post -ContentType application/json -Body (@{ text = $_.Message } | ConvertTo-Json)
}
$watcher = [IO.FileSystemWatcher]::new("$inbox")
Register-ObjectEvent $watcher Renamed -SourceIdentifier inbox
while ($arrived = Wait-Event inbox | Select-Object -First 1) {
    $arrived | Remove-Event
    try {
        Invoke-TelemetrySpan inbox.file @{ name = $arrived.SourceEventArgs.Name } {
            $_.Measurements.items = @(Get-Content $arrived.SourceEventArgs.FullPath -Raw | ConvertFrom-Json -ErrorAction Stop).Count
            Move-Item $arrived.SourceEventArgs.FullPath "$done" -Force
        }
    } catch { Write-Warning "$($arrived.SourceEventArgs.Name): $_" }
}
