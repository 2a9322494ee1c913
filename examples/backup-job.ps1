<#
.SYNOPSIS
    A backup job of several steps, each of which is a span: files are made, copied, hashed and verified.
.DESCRIPTION
    The work is done on real files in a temporary folder. One copy is damaged on purpose, so that the step that verifies
    the copies fails; the job makes the damage good, and verifies once more.

    The functions that do the work emit events and know of nobody who listens. Two handlers do: one writes every event of
    the job as a line of JSON to a file, behind a buffer so that the work does not wait for the disk; the other notes how
    long the steps took, for the table at the end.

    Events emitted:

    backup.job.start, .stop, .exception - the whole job
        Measurements: duration (TimeSpan) at the end; files and bytes that were saved, at stop
        Metadata:     job, its name

    backup.step.start, .stop, .exception - a step of it
        Measurements: duration (TimeSpan) at the end; files that were dealt with, at stop
        Metadata:     step, its name

    backup.file.copied, backup.file.damaged - what became of a file
        Measurements: bytes
        Metadata:     file
.EXAMPLE
    ./examples/backup-job.ps1
.EXAMPLE
    ./examples/backup-job.ps1 -Files 200 -Keep
#>
[CmdletBinding()]
param(
    # How many files to save.
    [ValidateRange(3, 10000)]
    [int] $Files = 12,

    # Leaves the temporary folder there: the files, their copies, and the log.
    [switch] $Keep
)

. "$PSScriptRoot/Import-Telemetry.ps1"

$folder = Join-Path ([IO.Path]::GetTempPath()) "backup-job-$(New-Guid)"
$source = Join-Path $folder source
$target = Join-Path $folder target
$log = Join-Path $folder backup.jsonl

# 1. Who listens. The log has a buffer: it is written in a session of the handler's own, in the order of the events.
Register-TelemetryHandler backup-job.log 'backup.*' -Force -Buffered -Config $log -InitializationScript {
    # What a line of JSON can hold of a value.
    function ConvertTo-Plain($Value) {
        switch ($Value) {
            { $_ -is [timespan] } { $_.TotalMilliseconds; break }
            { $_ -is [exception] } { $_.Message; break }
            { $null -eq $_ -or $_ -is [string] -or $_ -is [ValueType] } { $_; break }
            default { "$_" }
        }
    }
} -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Log)

    $line = [ordered]@{ time = $_.Timestamp.ToString('o'); event = $EventName }
    foreach ($field in @($Measurements.GetEnumerator()) + @($Metadata.GetEnumerator())) {
        $line[$field.Key] = ConvertTo-Plain $field.Value
    }

    $line | ConvertTo-Json -Compress | Add-Content $Log
}

$steps = [Collections.Generic.List[object]]::new()
Register-TelemetryHandler backup-job.times backup.step.stop, backup.step.exception -Force -Config $steps -ScriptBlock {
    param($EventName, $Measurements, $Metadata, $Steps)

    $Steps.Add([pscustomobject]@{
            Step     = $Metadata.step
            Outcome  = if ($EventName -like '*.stop') { 'ok' } else { $Metadata.reason.Message }
            Files    = $Measurements.files
            Duration = $Measurements.duration
        })
}

# 2. The work.
function New-SourceFile([int] $Count) {
    $null = New-Item $source, $target -ItemType Directory
    foreach ($number in 1..$Count) {
        $content = [byte[]]::new(10000 + $number)
        [Random]::new($number).NextBytes($content)
        [IO.File]::WriteAllBytes((Join-Path $source "file-$number.bin"), $content)
    }
}

function Copy-SourceFile([string[]] $Name) {
    foreach ($file in $Name) {
        $copy = Copy-Item (Join-Path $source $file) $target -PassThru
        Invoke-TelemetryEvent backup.file.copied @{ bytes = $copy.Length } @{ file = $file }
    }
}

# The copies that differ from what was hashed.
function Find-DamagedFile([Collections.IDictionary] $Hashes) {
    foreach ($file in $Hashes.Keys) {
        $copy = Get-Item (Join-Path $target $file)
        if (($copy | Get-FileHash).Hash -ne $Hashes[$file]) {
            Invoke-TelemetryEvent backup.file.damaged @{ bytes = $copy.Length } @{ file = $file }
            $file
        }
    }
}

function Invoke-Backup([int] $Count) {
    Invoke-TelemetrySpan backup.job -Metadata @{ job = 'nightly' } -ScriptBlock {
        param($Job)

        Invoke-TelemetrySpan backup.step -Metadata @{ step = 'make files' } -ScriptBlock {
            New-SourceFile $Count
            $_.Measurements.files = $Count
        }

        $names = (Get-ChildItem $source).Name

        # What a step writes comes out of its span as it would without one.
        $hashes = Invoke-TelemetrySpan backup.step -Metadata @{ step = 'hash' } -ScriptBlock {
            $table = [ordered]@{}
            $names | ForEach-Object { $table[$_] = (Get-FileHash (Join-Path $source $_)).Hash }
            $_.Measurements.files = $table.Count
            $table
        }

        Invoke-TelemetrySpan backup.step -Metadata @{ step = 'copy' } -ScriptBlock {
            Copy-SourceFile $names
            $_.Measurements.files = $names.Count
        }

        # One byte of a copy goes bad.
        $victim = Join-Path $target $names[1]
        $content = [IO.File]::ReadAllBytes($victim)
        $content[0] = $content[0] -bxor 1
        [IO.File]::WriteAllBytes($victim, $content)

        $damaged = @()
        try {
            Invoke-TelemetrySpan backup.step -Metadata @{ step = 'verify' } -ScriptBlock {
                $damaged = @(Find-DamagedFile $hashes)
                if ($damaged) {
                    throw "damaged: $($damaged -join ', ')"
                }
            }
        }
        catch {
            # The span has told of the failure; the job deals with it.
            $damaged = @(Find-DamagedFile $hashes)
        }

        Invoke-TelemetrySpan backup.step -Metadata @{ step = 'copy again' } -ScriptBlock {
            Copy-SourceFile $damaged
            $_.Measurements.files = $damaged.Count
        }

        Invoke-TelemetrySpan backup.step -Metadata @{ step = 'verify again' } -ScriptBlock {
            $left = @(Find-DamagedFile $hashes)
            if ($left) {
                throw "damaged still: $($left -join ', ')"
            }

            $_.Measurements.files = $names.Count
        }

        $Job.Measurements.files = $names.Count
        $Job.Measurements.bytes = [long] (Get-ChildItem $target | Measure-Object Length -Sum).Sum
    }
}

try {
    $null = New-Item $folder -ItemType Directory
    Invoke-Backup $Files
}
finally {
    # What the log's buffer holds is written before this returns.
    Unregister-TelemetryHandler backup-job.*
}

# 3. What came of it.
'{0,-14} {1,10} {2,6}  {3}' -f 'Step', 'Time (ms)', 'Files', 'Outcome'
foreach ($step in $steps) {
    '{0,-14} {1,10:0.0} {2,6}  {3}' -f $step.Step, $step.Duration.TotalMilliseconds, $step.Files, $step.Outcome
}

''
$events = @(Get-Content $log | ConvertFrom-Json)
$job = $events | Where-Object event -EQ backup.job.stop
$stepEvents = @($events | Where-Object event -Like backup.step.*)
$ofJob = @($stepEvents | Where-Object telemetry_span_parent -EQ $job.telemetry_span_context)
"Logged:  $($events.Count) events; $($ofJob.Count) of the $($stepEvents.Count) about a step name the job as its parent"
"Saved:   $($job.files) files, $($job.bytes) bytes"
if ($Keep) {
    "Kept:    $folder"
}
else {
    Remove-Item $folder -Recurse
}
