<#
.SYNOPSIS
    Measures events in PowerShell beside New-Event, handlers that parallel sessions call, web calls with a source and without, whole
    scripts beside the same work without the module, and the import of the module beside an empty one.
.DESCRIPTION
    Runs in a stock pwsh, with nothing but its own modules. Builds what it needs first.

    The loops take turns, so that whatever the machine does meanwhile meets all of them, and the median of the rounds
    counts. Each import happens in a fresh process, and so does each measurement of parallel sessions, by parallel.ps1.

    New-Event has one subscriber by Register-EngineEvent -Action. The action runs before New-Event returns, on the same
    thread, as handlers of ours do; the counts at the end show that none was left out. PSFramework is measured where it is
    installed: Write-PSFMessage, its nearest thing to an event.
.PARAMETER Write
    Puts the tables into docs/performance.md as well.
.EXAMPLE
    pwsh -NoProfile benchmarks/peers.ps1
.EXAMPLE
    pwsh -NoProfile benchmarks/peers.ps1 -Part Parallel -Write
#>
[Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidGlobalVars', '', Justification = 'The action of an engine event sees no other variable.')]
[CmdletBinding()]
param(
    [switch] $Write,

    # How often each loop runs.
    [ValidateRange(1, 1000)]
    [int] $Rounds = 50,

    # How often each module is imported.
    [ValidateRange(1, 100)]
    [int] $Imports = 15,

    # How often each number of handlers is measured in parallel sessions.
    [ValidateRange(1, 100)]
    [int] $Processes = 5,

    # How often each script runs.
    [ValidateRange(1, 100)]
    [int] $Runs = 5,

    # What is measured.
    [ValidateSet('Event', 'Parallel', 'Web', 'Script', 'Import')]
    [string[]] $Part = @('Event', 'Parallel', 'Web', 'Script', 'Import')
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
. ([IO.Path]::Combine($root, 'tools', 'Shell.ps1'))
$calls = 250

# Rounds that do not count: the runtime compiles anew what runs often, which takes some seconds.
$warmUp = 60
$events = 10000

# What stands in docs/performance.md around a table.
$eventGroup = 'Beside New-Event, in pwsh'
$parallelGroup = 'Handlers called from 16 parallel sessions'
$webGroup = 'A web call of a script'
$syncGroup = 'A parallel sync of 2,000 files'
$auditGroup = 'A log of 150,000 lines'
$importGroup = 'Import-Module'

function Get-Median([double[]] $Values) {
    $sorted = $Values | Sort-Object
    $sorted[[Math]::Floor($sorted.Count / 2)]
}

function Format-Number([double] $Value) {
    $format = if ($Value -lt 0.1) { '0.000' } elseif ($Value -lt 10) { '0.00' } elseif ($Value -lt 100) { '0.0' } else { '#,##0' }
    $Value.ToString($format, [cultureinfo]::InvariantCulture)
}

# Rows as a table in Markdown; the first one is the baseline.
function Format-ResultTable([object[]] $Rows, [string] $Unit) {
    '| what | time | ratio | bytes | target | met |'
    '| --- | ---: | ---: | ---: | ---: | ---: |'
    foreach ($row in $Rows) {
        $ratio = $row.Time / $Rows[0].Time
        $bytes = if ($row.Bytes) { Format-Number $row.Bytes }
        $target = if ($row.Target) { Format-Number $row.Target }
        $met = if (-not $row.Target) { '' } elseif ($ratio -le $row.Target) { 'yes' } else { '**no**' }
        "| $($row.What) | $(Format-Number $row.Time) $Unit | $(Format-Number $ratio) | $bytes | $target | $met |"
    }
}

# Runs each loop once, in turn, for some rounds. Adds to each row its time and bytes by call.
function Measure-Loop([object[]] $Rows, [int] $Count = $Rounds) {
    $times = @{}
    foreach ($round in 1..($warmUp + $Count)) {
        foreach ($row in $Rows) {
            & $row.Before
            $bytes = [GC]::GetAllocatedBytesForCurrentThread()
            $start = [Diagnostics.Stopwatch]::GetTimestamp()
            & $row.Loop
            $time = [Diagnostics.Stopwatch]::GetElapsedTime($start)
            $row.Bytes = ([GC]::GetAllocatedBytesForCurrentThread() - $bytes) / $row.Calls
            & $row.After
            if ($round -gt $warmUp) {
                $times[$row.What] += @($time.TotalMicroseconds / $row.Calls)
            }
        }
    }

    foreach ($row in $Rows) {
        $row.Time = Get-Median $times[$row.What]
        $row
    }
}

function New-Row(
    [string] $What,
    [scriptblock] $Loop,
    [scriptblock] $Before = {},
    [scriptblock] $After = {},
    [int] $Calls = $calls,
    [double] $Target
) {
    [pscustomobject] @{
        What = $What; Loop = $Loop; Before = $Before; After = $After; Calls = $Calls; Target = $Target; Time = 0; Bytes = 0
    }
}

function Measure-Event {
    $register = { Register-TelemetryHandler peers web.request.done { param($EventName, $Measurements, $Metadata) $global:seen++ } }
    $unregister = { Unregister-TelemetryHandler peers }
    $handle = Get-TelemetryEvent web.request.done
    $objects = foreach ($i in 1..$events) {
        [pscustomobject] @{
            EventName    = 'web.request.done'
            Measurements = @{ duration = 12.5; size = 512 }
            Metadata     = @{ route = '/users'; status = 200; cached = $true }
        }
    }

    $rows = @(
        New-Row -What '`New-Event`, an action by `Register-EngineEvent`' -Loop {
            foreach ($i in 1..$calls) {
                $null = New-Event web.request.done -EventArguments @{ duration = 12.5; size = 512 },
                    @{ route = '/users'; status = 200; cached = $true }
            }
        } -Before {
            $null = Register-EngineEvent web.request.done -Action { $global:seen++ }
        } -After {
            Unregister-Event web.request.done
            Get-Job | Remove-Job
        }
        New-Row -What 'an empty cmdlet' -Loop {
            foreach ($i in 1..$calls) {
                Invoke-Nothing web.request.done @{ duration = 12.5; size = 512 } @{ route = '/users'; status = 200; cached = $true }
            }
        }
        New-Row -What '`Invoke-TelemetryEvent`, no handler' -Loop {
            foreach ($i in 1..$calls) {
                Invoke-TelemetryEvent web.request.done @{ duration = 12.5; size = 512 } @{ route = '/users'; status = 200; cached = $true }
            }
        }
        New-Row -What '`Invoke-TelemetryEvent`, a script handler' -Loop {
            foreach ($i in 1..$calls) {
                Invoke-TelemetryEvent web.request.done @{ duration = 12.5; size = 512 } @{ route = '/users'; status = 200; cached = $true }
            }
        } -Before $register -After $unregister
        New-Row -What '10,000 events piped to it, a script handler' `
            -Loop { $objects | Invoke-TelemetryEvent } -Before $register -After $unregister -Calls $events -Target 0.25
        New-Row -What 'by handle, no handler' -Loop {
            foreach ($i in 1..$calls) {
                $handle.Execute(@{ duration = 12.5; size = 512 }, @{ route = '/users'; status = 200; cached = $true })
            }
        }
        New-Row -What 'by handle, a script handler' -Loop {
            foreach ($i in 1..$calls) {
                $handle.Execute(@{ duration = 12.5; size = 512 }, @{ route = '/users'; status = 200; cached = $true })
            }
        } -Before $register -After $unregister -Target 0.18
        if (Get-Module PSFramework -ListAvailable) {
            Import-Module PSFramework
            New-Row -What '`Write-PSFMessage` of PSFramework' -Loop {
                foreach ($i in 1..$calls) {
                    Write-PSFMessage -Level Debug -Message 'web.request.done' -Data @{ route = '/users'; status = 200; cached = $true }
                }
            }
        }
    )

    $global:seen = 0
    Measure-Loop $rows
    $handled = @($rows | Where-Object { $_.Before.ToString() -match 'Register' })
    $expected = ($handled | Measure-Object Calls -Sum).Sum * ($warmUp + $Rounds)
    if ($global:seen -ne $expected) {
        throw "The handlers ran $($global:seen) times for $expected events."
    }
}

# The server answers on a thread of its own, in the same process.
function Measure-Web {
    $free = [Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $free.Start()
    $address = "http://127.0.0.1:$($free.LocalEndpoint.Port)/"
    $free.Stop()
    $server = [Net.HttpListener]::new()
    $server.Prefixes.Add($address)
    $server.Start()
    $answering = Start-ThreadJob {
        $server = $using:server
        while ($server.IsListening) {
            try { $server.GetContext().Response.Close([byte[]] (123, 125), $false) } catch [Net.HttpListenerException] { break }
        }
    }
    $enable = {
        Register-TelemetryMetric http.client.request.stop.duration Summary -Tag server.address, http.response.status_code
        Enable-TelemetrySource System.Net.Http
    }
    $disable = {
        Disable-TelemetrySource System.Net.Http
        Unregister-TelemetryMetric http.client.request.stop.duration
    }
    try {
        # What the source and the metric need is made by the first calls, which do not count.
        $first = { foreach ($i in 1..5) { $null = Invoke-RestMethod $address } }
        $loop = { foreach ($i in 1..10) { $null = Invoke-RestMethod $address } }
        Measure-Loop -Count 20 -Rows @(
            New-Row -What '`Invoke-RestMethod`' -Loop $loop -Before $first -Calls 10
            New-Row -What 'the same again' -Loop $loop -Before $first -Calls 10
            New-Row -What 'with its source, and a metric of duration by host and status' -Loop $loop `
                -Before { & $enable; & $first } -After $disable -Calls 10 -Target 1.05
        )
    }
    finally {
        $server.Close()
        $answering | Remove-Job -Force
    }
}

function Measure-Import {
    $empty = [IO.Path]::Combine($PSScriptRoot, 'EmptyModule', 'bin', 'Release', 'netstandard2.0', 'EmptyModule.psd1')
    $rows = @(
        New-Row -What 'an empty binary module' -Loop { $empty }
        New-Row -What 'ours' -Loop { [IO.Path]::Combine($root, 'output', 'Telemetry', 'Telemetry.psd1') } -Target 1.5
    )
    $times = @{}
    $command = '$start = [Diagnostics.Stopwatch]::GetTimestamp(); Import-Module {0}; ' +
        '[Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds'
    foreach ($i in 1..$Imports) {
        foreach ($row in $rows) {
            $times[$row.What] += @([double] (Invoke-Shell -NoProfile -NonInteractive -Command ($command -f "'$(& $row.Loop)'")))
        }
    }

    foreach ($row in $rows) {
        $row.Time = Get-Median $times[$row.What]
        $row
    }
}

# An example, and the same work without the module, each in fresh processes by turns: the whole script, with its import.
function Measure-Script([string] $Name, [scriptblock] $Arguments, [double] $Target) {
    $rows = @(
        New-Row -What 'without the module' -Loop { [IO.Path]::Combine($PSScriptRoot, 'Plain', $Name) }
        New-Row -What "``examples/$Name``" -Loop { [IO.Path]::Combine($root, 'examples', $Name) } -Target $Target
    )
    $times = @{}
    foreach ($run in 1..$Runs) {
        foreach ($row in $rows) {
            $command = '$start = [Diagnostics.Stopwatch]::GetTimestamp(); $rows = @(& {0} {1}); ' +
                '[Diagnostics.Stopwatch]::GetElapsedTime($start).TotalMilliseconds; ($rows | Measure-Object Count -Sum).Sum'
            $time, $count = Invoke-Shell -NoProfile -NonInteractive -Command ($command -f "'$(& $row.Loop)'", (& $Arguments))
            $times[$row.What] += @([double] $time)
            $counts = @($counts; $count) | Select-Object -Unique
        }
    }

    if (@($counts).Count -ne 1) {
        throw "The scripts counted $($counts -join ' and ')."
    }

    foreach ($row in $rows) {
        $row.Time = Get-Median $times[$row.What]
        $row
    }
}

# Files of 4 kB in 20 folders, which are copied to a new folder each time.
function Measure-Sync {
    $folder = New-Item ([IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid())) -ItemType Directory
    try {
        $source = [IO.Path]::Combine($folder, 'source')
        foreach ($i in 1..2000) {
            $file = [IO.Path]::Combine([IO.Directory]::CreateDirectory("$source/$($i % 20)").FullName, "$i.bin")
            [IO.File]::WriteAllBytes($file, [byte[]]::new(4096))
        }

        Measure-Script sync-folders.ps1 { "'$source' '$folder/$([guid]::NewGuid())'" } -Target 1.3
    }
    finally {
        Remove-Item $folder -Recurse -Force
    }
}

# The lines of the example's log, again and again, with an audit file of its own each time.
function Measure-Audit {
    $folder = New-Item ([IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid())) -ItemType Directory
    try {
        $lines = [IO.File]::ReadAllLines([IO.Path]::Combine($root, 'examples', 'data', 'access.log'))
        $log = [IO.Path]::Combine($folder, 'access.log')
        [IO.File]::WriteAllLines($log, [string[]] @(foreach ($i in 0..149999) { $lines[$i % $lines.Count] }))
        Measure-Script audit-log.ps1 { "'$log' -Audit '$folder/$([guid]::NewGuid()).jsonl'" } -Target 2
    }
    finally {
        Remove-Item $folder -Recurse -Force
    }
}

# A table in Markdown, whose first row is the baseline: of time and of memory.
function Measure-Parallel([double] $Target) {
    $rows = foreach ($handlers in 1, 5, 20) {
        $runs = foreach ($i in 1..$Processes) {
            Invoke-Shell -NoProfile -NonInteractive -File (Join-Path $PSScriptRoot parallel.ps1) -Handlers $handlers | ConvertFrom-Json
        }

        $row = @{ What = "$handlers handler$(if ($handlers -gt 1) { 's' })" }
        foreach ($what in 'First', 'Again', 'Process', 'Heap') { $row[$what] = Get-Median $runs.$what }
        [pscustomobject] $row
    }

    '| what | first use | ratio | again | memory | ratio | managed heap | target | met |'
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |'
    foreach ($row in $rows) {
        $time, $memory = ($row.First / $rows[0].First), ($row.Process / $rows[0].Process)
        $hasTarget = $row -eq $rows[-1]
        $met = if (-not $hasTarget) { '' } elseif ($time -le $Target -and $memory -le $Target) { 'yes' } else { '**no**' }
        "| $($row.What) | $(Format-Number $row.First) ms | $(Format-Number $time) | $(Format-Number $row.Again) ms | " +
            "$(Format-Number $row.Process) MB | $(Format-Number $memory) | $(Format-Number $row.Heap) MB | " +
            "$(if ($hasTarget) { Format-Number $Target }) | $met |"
    }
}

# Prints a table and, where it is asked for, puts it where docs/performance.md has a place for it.
function Publish-Table([string] $Group, [string[]] $Table) {
    "$Group`n"
    $Table
    ''
    if ($Write) {
        $path = [IO.Path]::Combine($root, 'docs', 'performance.md')
        $page = [IO.File]::ReadAllText($path)
        $place = [regex] "(?s)(?<=<!-- measured: $([regex]::Escape($Group)) -->\n).*?(?=<!-- end -->)"
        if (-not $place.IsMatch($page)) {
            throw "docs/performance.md has no place for '$Group'."
        }

        $text = "$($Table -join "`n")`n`n$machine`n"
        [IO.File]::WriteAllText($path, $place.Replace($page, { $text }, 1))
    }
}

$env:POWERSHELL_TELEMETRY_OPTOUT = '1'
foreach ($project in 'src/Telemetry.PowerShell', 'benchmarks/EmptyModule') {
    dotnet build ([IO.Path]::Combine($root, $project)) -c Release -v q --nologo | Out-Null
    if ($LASTEXITCODE -ne 0) {
        throw "$project does not build."
    }
}

Import-Module ([IO.Path]::Combine($root, 'output', 'Telemetry', 'Telemetry.psd1'))
Import-Module ([IO.Path]::Combine($PSScriptRoot, 'EmptyModule', 'bin', 'Release', 'netstandard2.0', 'EmptyModule.psd1'))

$processor = if (Test-Path /proc/cpuinfo) {
    (Select-String -Path /proc/cpuinfo -Pattern '^model name\s*:\s*(.*)$' | Select-Object -First 1).Matches.Groups[1].Value
}
else {
    $env:PROCESSOR_IDENTIFIER
}

$machine = '{0:yyyy-MM-dd}, `pwsh -NoProfile benchmarks/peers.ps1{6}`: {1}, {2} cores, {3}, PowerShell {4}, {5}.' -f @(
    [datetime]::UtcNow, $processor, [Environment]::ProcessorCount, [Runtime.InteropServices.RuntimeInformation]::OSDescription
    $PSVersionTable.PSVersion, [Runtime.InteropServices.RuntimeInformation]::FrameworkDescription
    "$(if ($PSBoundParameters.ContainsKey('Part')) { " -Part $($Part -join ', ')" })"
)
"$machine`n"
switch ($Part) {
    'Event' { Publish-Table $eventGroup (Format-ResultTable (Measure-Event) 'us') }
    'Parallel' { Publish-Table $parallelGroup (Measure-Parallel -Target 1.5) }
    'Web' { Publish-Table $webGroup (Format-ResultTable (Measure-Web) 'us') }
    'Script' {
        Publish-Table $syncGroup (Format-ResultTable (Measure-Sync) 'ms')
        Publish-Table $auditGroup (Format-ResultTable (Measure-Audit) 'ms')
    }
    'Import' { Publish-Table $importGroup (Format-ResultTable (Measure-Import) 'ms') }
}
