<#
.SYNOPSIS
    Copies the files of a folder in parallel, and shows for each subfolder how many, how large, how fast, and how many failed.
.DESCRIPTION
    Each file is a span. Invoke-TelemetryParallel opens it, in a worker that has the module, and Measure-TelemetryEvent sums the
    spans up. What fails is written as an error, with the file as its target, and the other files are copied.

    Events emitted:

    sync.file.start, sync.file.stop, sync.file.exception - a file is copied
        Measurements: duration (TimeSpan); bytes, the size of the file
        Metadata:     folder, that of the file below the source
.EXAMPLE
    ./examples/sync-folders.ps1 /srv/data /mnt/backup
.EXAMPLE
    $rows = ./examples/sync-folders.ps1 /srv/data /mnt/backup 2>&1
    $rows.TargetObject.FullName

    The files that could not be copied.
#>
#requires -Version 7.4
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Source, [Parameter(Mandatory)] [string] $Target, [int] $ThrottleLimit = 8)

. "$PSScriptRoot/Import-Telemetry.ps1"
$from = (Get-Item -LiteralPath $Source).FullName
$to = (New-Item $Target -ItemType Directory -Force).FullName

Measure-TelemetryEvent sync.file.* -Tag folder -Measurement duration, bytes {
    Get-ChildItem $from -File -Recurse | Invoke-TelemetryParallel sync.file -ThrottleLimit $ThrottleLimit {
        $Span.Metadata.folder = [IO.Path]::GetRelativePath($using:from, $_.DirectoryName)
        $Span.Measurements.bytes = $_.Length
        $folder = [IO.Directory]::CreateDirectory([IO.Path]::Combine($using:to, $Span.Metadata.folder))
        [IO.File]::Copy($_.FullName, [IO.Path]::Combine($folder.FullName, $_.Name), $true)
    }
}
