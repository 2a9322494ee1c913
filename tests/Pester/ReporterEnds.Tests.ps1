# A process of its own for each: the life of reporters depends on the sessions of the process that have the module imported.
Describe 'The end of reporters' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Invoke-Alone([string] $Command) {
            $file = Join-Path $TestDrive "$([guid]::NewGuid()).prom"
            $run = Invoke-FreshPwsh ("`$module = '$(Get-RepositoryPath output/Telemetry)'; `$file = '$file'; Import-Module `$module; " +
                'function running { [Telemetry.Reporters.Reporter]::List().Name -join '' '' }; ' +
                'function read { (Get-Content $file) -notlike ''#*'' }; ' +
                'function open { $s = [powershell]::Create(); $null = $s.AddScript("Import-Module $module").Invoke(); ' +
                '$s.Commands.Clear(); $s }; ' +
                'function run($Session, $Script) { $Session.AddScript($Script).Invoke(); $Session.Commands.Clear() }; ' +
                $Command)
            $run.ExitCode | Should -Be 0
            $run.Lines
        }
    }

    It 'R9 reporters report a last time and stop as the last session removes the module, before its metrics leave' {
        Invoke-Alone @'
            Start-TelemetryTextFileReporter $file -Interval 1h
            Register-TelemetryMetric a.plain Sum
            Register-TelemetryMetric a.block Sum -Value { 2 * $_.Measurements.n }
            Invoke-TelemetryEvent a @{ plain = 3; n = 4 }
            Remove-Module Telemetry
            read
            "running: $(running)"
'@ | Should -Be 'a_block_total 8', 'a_plain_total 3', 'running: '
    }

    It 'R9 what is queued for buffered handlers is a part of the last values: <Name>' -ForEach @(
        @{ Name = 'a script handler'; Attach = 'Register-TelemetryHandler h q -Buffered -DrainTimeout 1h { param($e, $m) ' +
            '[Threading.Thread]::Sleep(1); Invoke-TelemetryEvent a @{ n = $m.n } }' }
        @{ Name = 'a handler of C# code'
            Attach = 'Add-Type -TypeDefinition ''using Telemetry; public static class H { public static void Attach() { ' +
                'TelemetryDispatcher.Default.Attach("h", "q", (in EventData d, object c) => { System.Threading.Thread.Sleep(1); ' +
                'TelemetryDispatcher.Default.Execute("a", new System.Collections.Generic.KeyValuePair<string, MeasurementValue>[] { ' +
                'new("n", 1) }); }, null, new HandlerOptions { Buffer = new HandlerBuffer { DrainTimeout = System.TimeSpan.FromHours(1) ' +
                '} }); } }'' -ReferencedAssemblies "$module/Telemetry.Core.dll", netstandard, System.Runtime, System.Collections, ' +
                'System.Threading, System.Threading.Thread, System.Memory; [H]::Attach()' }
    ) -Skip:($PSEdition -eq 'Desktop') {
        Invoke-Alone @"
            Start-TelemetryTextFileReporter `$file -Interval 1h
            Register-TelemetryMetric a.n Counter
            $Attach
            1..300 | ForEach-Object { Invoke-TelemetryEvent q @{ n = 1 } }
            Remove-Module Telemetry
            read
"@ | Should -Be 'a_n_total 300'
    }

    It 'R9 a session that is not the last one reports its metrics with script blocks before they leave' {
        Invoke-Alone @'
            Start-TelemetryTextFileReporter $file -Interval 1h
            $s = open
            run $s 'Register-TelemetryMetric a.n Sum -Value { 5 }; Register-TelemetryMetric a.m Counter; Invoke-TelemetryEvent a'
            $s.Runspace.Dispose()
            read
            "running: $(running), metrics: $((Get-TelemetryMetric).Name)"
'@ | Should -Be 'a_m_total 1', 'a_n_total 5', 'running: textfile, metrics: a.m'
    }

    It 'R9 the module of a script block that is removed reports its metrics before they leave' {
        Invoke-Alone @'
            Start-TelemetryTextFileReporter $file -Interval 1h
            $owner = New-Module -Name Owner { Register-TelemetryMetric a.n Sum -Value { 5 } } | Import-Module -PassThru
            Invoke-TelemetryEvent a
            Remove-Module Owner
            read
            "running: $(running), metrics: $((Get-TelemetryMetric).Name)"
'@ | Should -Be 'a_n_total 5', 'running: textfile, metrics: '
    }

    It 'M18 a reporter outlives the session that started it, and stops with the last one' {
        Invoke-Alone @'
            $s = open
            run $s "Start-TelemetryTextFileReporter '$file' -Interval 1h"
            $s.Runspace.Dispose()
            Register-TelemetryMetric a.n Counter
            Invoke-TelemetryEvent a
            running
            Remove-Module Telemetry
            read
            "running: $(running)"
'@ | Should -Be textfile, 'a_n_total 1', 'running: '
    }

    It 'M18 a reporter stops as the last session closes' {
        Invoke-Alone @'
            $s = open
            run $s "Register-TelemetryMetric a.n Counter; Start-TelemetryTextFileReporter '$file' -Interval 1h; Invoke-TelemetryEvent a"
            Remove-Module Telemetry
            running
            $s.Runspace.Dispose()
            read
            "running: $(running)"
'@ | Should -Be textfile, 'a_n_total 1', 'running: '
    }

    It 'M18 importing the module again keeps the reporters' {
        Invoke-Alone @'
            Start-TelemetryTextFileReporter $file
            Import-Module $module -Force
            running
            Stop-TelemetryReporter *
            "[$(running)]"
'@ | Should -Be textfile, '[]'
    }

    It 'M18 what C# code started stays, and reports before the metrics of the last session leave' {
        Invoke-Alone @'
            $null = Get-TelemetryReporter
            $options = [Telemetry.Reporters.TextFileReporterOptions]::new()
            $options.GetType().GetProperty('Path').SetValue($options, $file)
            $options.GetType().GetProperty('Interval').SetValue($options, [timespan] '1:00:00')
            $reporter = [Telemetry.Reporters.TextFileReporter]::new($options)
            $reporter.Start()
            Register-TelemetryMetric a.n Counter
            Invoke-TelemetryEvent a
            Remove-Module Telemetry
            read
            running
'@ | Should -Be 'a_n_total 1', textfile
    }

    It 'M18 a reporter stops with the last session although its start was stopped at a warning' {
        Invoke-Alone @'
            Set-Content "$file.json" 'no state'
            $null = Start-TelemetryTextFileReporter $file -Interval 1h -StatePath "$file.json" 3>&1 | Select-Object -First 1
            running
            Remove-Module Telemetry
            "running: $(running)"
'@ | Should -Be textfile, 'running: '
    }

    It 'R1 a last report that does not arrive is one warning, at <Name>' -ForEach @(
        @{ Name = 'the removal of the module'; Begin = '$s = $null'; End = 'Remove-Module Telemetry' }
        @{ Name = 'the end of the last session'; Begin = '$s = open; Remove-Module Telemetry'; End = '$s.Runspace.Dispose()' }
    ) {
        $lines = Invoke-Alone @"
            $Begin
            `$folder = New-Item (Join-Path ([IO.Path]::GetDirectoryName(`$file)) ([guid]::NewGuid())) -ItemType Directory
            `$start = "Start-TelemetryTextFileReporter '`$folder/a.prom' -Interval 1h"
            if (`$s) { run `$s `$start } else { Invoke-Expression `$start }
            'arrived: ' + [Telemetry.Reporters.Reporter]::List()[0].FlushAsync('0:01:00').Result
            Remove-Item `$folder -Recurse
            $End
            "running: `$(running)"
"@
        # The host wraps a long warning.
        -join $lines | Should -BeLike "arrived: TrueWARNING: The last report of 'textfile' to *a.prom did not arrive: *running: "
        @($lines -like 'WARNING: *').Count | Should -Be 1
    }

    It 'R1 a last report that does not arrive is no warning of a reporter that was started without warnings' {
        Invoke-Alone @'
            Start-TelemetryPushgatewayReporter http://127.0.0.1:1 j -Interval 1h -WarningAction SilentlyContinue
            Remove-Module Telemetry
            "running: $(running)"
'@ | Should -Be 'running: '
    }

    It 'a closed session is not kept alive by a reporter that it started' {
        Invoke-Alone @'
            function start {
                $s = open
                run $s "Start-TelemetryTextFileReporter '$file' -Interval 1h"
                $s.Runspace.Dispose()
                [WeakReference]::new($s.Runspace)
            }
            $session = start
            for ($i = 0; $i -lt 50 -and $session.IsAlive; $i++) {
                [GC]::Collect(); [GC]::WaitForPendingFinalizers()
                $null = 1..1000 | ForEach-Object { [object]::new() }
            }
            "alive: $($session.IsAlive), running: $(running)"
'@ | Should -Be 'alive: False, running: textfile'
    }
}
