# Copies what is new or changed of a folder. The events are declared in Backup.events.psd1, and described in events.md.
function Backup-Folder {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)] [string] $Source,
        [Parameter(Mandatory)] [string] $Target
    )

    Invoke-TelemetrySpan backup.job -Metadata @{ source = $Source; target = $Target } {
        $_.Measurements.files = 0
        foreach ($file in Get-ChildItem $Source -File) {
            $copy = Join-Path $Target $file.Name
            $exists = Test-Path $copy
            if ($exists -and (Get-Item $copy).LastWriteTime -ge $file.LastWriteTime) {
                Invoke-TelemetryEvent backup.file.skipped -Metadata @{ path = $file.Name }
                continue
            }

            Copy-Item $file.FullName $copy
            $_.Measurements.files++
            $status = if ($exists) { 'changed' } else { 'new' }
            Invoke-TelemetryEvent backup.file.copied @{ bytes = $file.Length } @{ path = $file.Name; status = $status }
        }
    }
}
