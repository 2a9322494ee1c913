Describe 'Measure-TelemetryEvent' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Two folders of files, of which one fails.
        function Sync-Folder {
            foreach ($file in 'docs/a', 'docs/b', 'music/c') {
                $folder, $name = $file -split '/'
                try {
                    Invoke-TelemetrySpan sync.file @{ folder = $folder; path = $file } -ScriptBlock {
                        $_.Measurements.bytes = 100 * $name.ToCharArray()[0]
                        "copied $file"
                        if ($name -eq 'b') { throw 'locked' }
                    }
                }
                catch { $null = $_ }
            }
        }

        function Get-MeasureHandler { Get-TelemetryHandler telemetry-measure-* }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'writes a row for each value of the tags, with the numbers of each measurement' {
        $rows = @(Measure-TelemetryEvent sync.file.* -Tag folder -Measurement duration, bytes { Sync-Folder })

        $rows.Event | Should -Be 'sync.file', 'sync.file'
        $rows.folder | Should -Be docs, music
        $rows | ForEach-Object Count | Should -Be 2, 1
        $rows[0].Failed, $rows[1].Failed | Should -Be 1, 0
        $rows.BytesSum | Should -Be 19500, 9900
        $rows.BytesMean | Should -Be 9750, 9900
        $rows.BytesMax | Should -Be 9800, 9900
        $rows[0].DurationSum | Should -BeOfType double
        $rows[0].BytesMaxEvent | Should -BeLike 'sync.file.exception *path=docs/b*, bytes=9800'
        $rows[0].MaxEvent.Bytes.Metadata.path | Should -Be docs/b
        $rows[0].psobject.Properties.Name | Should -Be @(
            'Event', 'folder', 'Count', 'Failed',
            'DurationSum', 'DurationMean', 'DurationP95', 'DurationMax', 'DurationMaxEvent',
            'BytesSum', 'BytesMean', 'BytesP95', 'BytesMax', 'BytesMaxEvent')
        Get-MeasureHandler | Should -BeNullOrEmpty
    }

    It 'measures the duration of each event and span, if nothing else is asked for' {
        $rows = @(Measure-TelemetryEvent { Sync-Folder; Invoke-TelemetryEvent note; Invoke-TelemetryEvent service.start })

        $rows.Event | Should -Be note, service.start, sync.file
        $rows | ForEach-Object Count | Should -Be 1, 1, 3
        $rows[0].DurationSum | Should -BeNullOrEmpty
        $rows[2].DurationMax | Should -BeGreaterThan 0
    }

    It 'names tags by a table, and takes events that meet conditions' {
        $conditions = @{ Where = @{ path = 'docs/*', 'music/*' }; WhereNot = @{ path = '*/b' } }
        $rows = @(Measure-TelemetryEvent sync.file.* -Tag @{ dir = 'folder' } @conditions { Sync-Folder })

        $rows.dir | Should -Be docs, music
        $rows | ForEach-Object Count | Should -Be 1, 1
    }

    It 'measures a trace, filtered by names and conditions' {
        $trace = Trace-TelemetryEvent { Sync-Folder; Invoke-TelemetryEvent note }
        $rows = @($trace | Measure-TelemetryEvent sync.file.* -Tag folder -Measurement bytes -Where @{ folder = 'd*' })

        $rows.folder | Should -Be docs
        $rows[0].Count | Should -Be 2
        $rows.BytesSum | Should -Be 19500

        $file = Join-Path $TestDrive trace.xml
        $trace | Export-Clixml $file
        $again = @(Import-Clixml $file | Measure-TelemetryEvent -Tag folder -Measurement bytes, duration)
        $again.folder | Should -Be '', docs, music
        $again[1].BytesSum, $again[1].Failed | Should -Be 19500, 1
        $again[1].DurationSum | Should -BeGreaterThan 0
    }

    It 'writes an error for an object that is not an event, and measures the others' {
        $trace = Trace-TelemetryEvent { Invoke-TelemetryEvent a }
        $streams = Get-StreamsOf { @('text') + $trace | Measure-TelemetryEvent }

        $streams.Error | Should -BeLike '*String is not an event*Trace-TelemetryEvent*'
        $streams.Output.Event | Should -Be a
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'an invalid name'; Id = 'InvalidEventName'; Options = @{ EventName = 'a b' } }
        @{ Name = 'no names'; Id = 'InvalidEventName'; Options = @{ EventName = @() } }
        @{ Name = 'a block as a tag'; Id = 'InvalidTag'; Options = @{ Tag = @{ a = { 1 } } } }
        @{ Name = 'a tag that is a property'; Id = 'InvalidTag'; Options = @{ Tag = 'count' } }
        @{ Name = 'a tag twice'; Id = 'InvalidTag'; Options = @{ Tag = 'a', 'A' } }
        @{ Name = 'an empty measurement'; Id = 'InvalidMeasurementKey'; Options = @{ Measurement = '' } }
        @{ Name = 'measurements with the same properties'; Id = 'InvalidMeasurementKey'; Options = @{ Measurement = 'a.b', 'a_b' } }
        @{ Name = 'a block as a condition'; Id = 'InvalidFilter'; Options = @{ Where = { $true } } }
        @{ Name = 'a variable without a name'; Id = 'InvalidOutputVariable'; Options = @{ OutputVariable = '+' } }
        @{ Name = 'a variable that cannot be set'; Id = 'InvalidOutputVariable'; Options = @{ OutputVariable = 'true' } }
    ) {
        $ran = [ref] $false
        $problem = Get-ErrorOf { Measure-TelemetryEvent { $ran.Value = $true } @Options }

        $problem.Id | Should -Be $Id
        $problem.IsTerminating | Should -BeTrue
        $ran.Value | Should -BeFalse
        Get-MeasureHandler | Should -BeNullOrEmpty
    }

    It 'is exact over parallel spans, thread jobs and threads' -Skip:($PSEdition -eq 'Desktop') {
        $import = Get-ImportCommand
        $rows = @(Measure-TelemetryEvent part.* -Tag worker -Measurement n {
                0..7 | ForEach-Object -ThrottleLimit 4 -Parallel {
                    & ([scriptblock]::Create($using:import))
                    $worker = $_
                    foreach ($i in 1..500) { (Start-TelemetrySpan part.file @{ worker = $worker }).Stop(@{ n = $i }) }
                }
                1..2 | ForEach-Object {
                    Start-ThreadJob {
                        & ([scriptblock]::Create($using:import))
                        foreach ($i in 1..500) { (Start-TelemetrySpan part.file @{ worker = 'job' }).Stop(@{ n = $i }) }
                    }
                } | Receive-Job -Wait -AutoRemoveJob
                $source = [Telemetry.DispatcherSpanExtensions]::GetSpanSource([Telemetry.TelemetryDispatcher]::Default, 'part.native')
                $stop = [Telemetry.TelemetrySpan].GetMethod('Dispose').CreateDelegate([Action[Telemetry.TelemetrySpan]])
                $spans = [Telemetry.TelemetrySpan[]] @(foreach ($i in 1..500) { $source.AlwaysEnabled.Start() })
                $null = [Threading.Tasks.Parallel]::ForEach[Telemetry.TelemetrySpan]($spans, $stop)
            })

        $files = $rows.Where({ $_.Event -eq 'part.file' })
        $files.worker | Should -Be 0, 1, 2, 3, 4, 5, 6, 7, job
        $files | ForEach-Object Count | Should -Be (@(, 500 * 8) + 1000)
        $files.NSum | Should -Be (@(, 125250 * 8) + 250500)
        $files.NMax | Sort-Object -Unique | Should -Be 500
        $rows.Where({ $_.Event -eq 'part.native' })[0].Count | Should -Be 500
    }

    It 'counts the events beyond the limit in one row, and warns' {
        $streams = Get-StreamsOf {
            Measure-TelemetryEvent item -Tag i -Measurement n -RowLimit 2 {
                1..10 | ForEach-Object { Invoke-TelemetryEvent item @{ n = 1 } @{ i = $_ } }
            }
        }

        $streams.Output.Event | Should -Be item, item, '(other)'
        $streams.Output.i | Should -Be 1, 2, '(other)'
        $streams.Output.NSum | Should -Be 1, 1, 8
        $streams.Warning | Should -BeLike '*more than 2 rows*8 events*-RowLimit*'
    }

    It 'warns of values that are not numbers' {
        $streams = Get-StreamsOf { Measure-TelemetryEvent item -Measurement n { Invoke-TelemetryEvent item @{ n = [double]::NaN } } }

        $streams.Warning | Should -BeLike '1 value*'
        $streams.Output.Count | Should -Be 1
    }

    It 'writes the rows so far, then the error of the block' {
        $seen = [Collections.Generic.List[object]]::new()
        $problem = Get-ErrorOf {
            Measure-TelemetryEvent { Invoke-TelemetryEvent job.step; throw 'boom' } | ForEach-Object { $seen.Add($_) }
        }

        $problem.Message | Should -Be boom
        $seen.Event | Should -Be job.step
        Get-MeasureHandler | Should -BeNullOrEmpty
    }

    It 'shows errors and messages of the block, and drops its output' {
        $streams = Get-StreamsOf {
            Measure-TelemetryEvent { Write-Error 'an error'; Write-Warning 'a warning'; 'output'; Invoke-TelemetryEvent a }
        }

        $streams.Error | Should -Be 'an error'
        $streams.Warning | Should -Be 'a warning'
        $streams.Output.Event | Should -Be a
    }

    It 'leaves no handler where the rest of the pipeline has enough, and where its session closes' {
        $first = Measure-TelemetryEvent { Invoke-TelemetryEvent a; Invoke-TelemetryEvent b } | Select-Object -First 1
        $first.Event | Should -Be a
        Get-MeasureHandler | Should -BeNullOrEmpty

        $started = [Threading.ManualResetEventSlim]::new()
        $session = [powershell]::Create()
        $null = $session.AddScript("param(`$started) $(Get-ImportCommand); Measure-TelemetryEvent { `$started.Set(); while (`$true) { } }")
        $null = $session.AddArgument($started).BeginInvoke()
        $started.Wait()
        @(Get-MeasureHandler).Count | Should -Be 1
        $session.Stop()
        $session.Runspace.Dispose()
        Get-MeasureHandler | Should -BeNullOrEmpty
    }

    It 'registers no metric' {
        $metrics = Measure-TelemetryEvent { Invoke-TelemetryEvent a; $script:seen = @(Get-TelemetryMetric; Get-TelemetryMetricValue) }

        $metrics.Event | Should -Be a
        $script:seen | Should -BeNullOrEmpty
    }

    It 'goes to files and JSON as plain values' {
        $row = Measure-TelemetryEvent sync.file.* -Tag folder { Sync-Folder } | Select-Object -First 1
        $warnings = $null
        $json = $row | ConvertTo-Json -WarningVariable warnings | ConvertFrom-Json

        $warnings | Should -BeNullOrEmpty
        $json.folder, $json.Count, $json.Failed | Should -Be docs, 2, 1
        $json.psobject.Properties.Name | Should -Be @(
            'Event', 'folder', 'Count', 'Failed', 'DurationSum', 'DurationMean', 'DurationP95', 'DurationMax', 'DurationMaxEvent')
        ($row | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).folder | Should -Be docs
    }

    It 'is a table of <Width> columns' -ForEach @(@{ Width = 80 }, @{ Width = 120 }) {
        $rows = Measure-TelemetryEvent copy -Tag folder -Measurement duration, bytes {
            Invoke-TelemetryEvent copy @{ duration = [timespan]::FromMilliseconds(1500); bytes = 123456789 } @{ folder = 'docs' }
        }
        $lines = Get-ViewLine $rows $Width

        $lines[0] -split '\s+' | Where-Object { $_ } | Should -Be Count, Failed, Measure, Sum, Mean, P95, Max, Events
        $lines[2] -split '\s+' | Where-Object { $_ } | Should -Be 1, 0, duration, 1.5s, 1.5s, 1.5s, 1.5s, 'copy{folder=docs}'
        $lines[3] -split '\s+' | Where-Object { $_ } | Should -Be bytes, 123.46M, 123.46M, 123.46M, 123.46M
        $lines.Count | Should -Be 4
    }

    It 'loads the library for metrics only when it runs' {
        $loaded = '[AppDomain]::CurrentDomain.GetAssemblies().Where({ $_.GetName().Name -eq ''Telemetry.Metrics'' }).Count'
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); `$null = Get-Command Measure-TelemetryEvent -Syntax; " +
            "`$t = Trace-TelemetryEvent { Invoke-TelemetryEvent a }; `$null = `$t | Format-TelemetryTree; $loaded; " +
            "`$null = Measure-TelemetryEvent { }; $loaded")

        $run.Lines | Should -Be 0, 1
    }
}

Describe 'The output of a block' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
    }
    AfterEach { Clear-TelemetryHandler }

    It '<Cmdlet> keeps it in a variable of the caller, and adds to it' -ForEach @(
        @{ Cmdlet = 'Trace-TelemetryEvent' }, @{ Cmdlet = 'Measure-TelemetryEvent' }
    ) {
        function Invoke-It { & $Cmdlet { 1; 'two'; , @(3, 4); $null } -OutputVariable kept; $kept.Count, $kept[1], $kept[2].Count }

        Invoke-It | Should -Be 4, two, 2
        $kept | Should -BeNullOrEmpty

        $more = 'zero'
        & $Cmdlet { 'one' } -OutputVariable +more
        & $Cmdlet { 'two' } -OutputVariable +more
        $more | Should -Be zero, one, two
        & $Cmdlet { } -OutputVariable more
        $more.Count | Should -Be 0
        & $Cmdlet { 'deep' } -OutputVariable script:shared
        $script:shared | Should -Be deep
    }

    It 'is the variable of the module that calls' {
        $module = New-Module { function Get-Kept { $null = Trace-TelemetryEvent { 'inside' } -OutputVariable kept; $kept } }
        try { & $module { Get-Kept } | Should -Be inside; $kept | Should -BeNullOrEmpty }
        finally { Remove-Module $module -ErrorAction Ignore }
    }

    It 'has what the block wrote before it failed' {
        $problem = Get-ErrorOf { $null = Measure-TelemetryEvent { 'before'; throw 'boom' } -OutputVariable script:before }
        $problem.Message | Should -Be boom
        $script:before | Should -Be before
    }

    It 'is refused without a block' {
        $problem = Get-ErrorOf { Trace-TelemetryEvent a.* -OutputVariable kept }

        $problem.Id | Should -Be InvalidOutputVariable
        $problem.IsTerminating | Should -BeTrue
    }
}
