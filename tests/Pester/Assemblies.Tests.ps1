Describe 'The assemblies of the module' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Those of ours that a new process has loaded after a command.
        function Get-LoadedAfter([string] $Command) {
            $run = Invoke-FreshPwsh ("$(Get-ImportCommand); $Command; " +
                '[AppDomain]::CurrentDomain.GetAssemblies().ForEach({ $_.GetName().Name }).Where({ $_ -like ''Telemetry.*'' })')
            $run.ExitCode | Should -Be 0
            $run.Lines | Sort-Object
        }
    }

    It 'are loaded as they are used: the import, <_>' -ForEach @(
        'and nothing else'
        'an emit, a handler and a span'
        'the list of commands'
        'completion'
    ) {
        $commands = @{
            'and nothing else'              = '$null'
            'an emit, a handler and a span' = 'Register-TelemetryHandler h a.b { param($Name) $Name } -Buffered -DrainTimeout 5s; ' +
                'Invoke-TelemetryEvent a.b @{ n = 1 }; Invoke-TelemetrySpan a.c { }; Get-TelemetryHandler | Out-Null; ' +
                'Unregister-TelemetryHandler h; Remove-Module Telemetry'
            'the list of commands'          = 'Get-Command -Module Telemetry | Out-Null'
            'completion'                    = '$null = TabExpansion2 ''Get-TelemetryHandler '' 21'
        }

        Get-LoadedAfter $commands[$_] | Should -Be 'Telemetry.Core', 'Telemetry.PowerShell'
    }

    It 'are loaded as they are used: metrics, and what writes them' {
        $metrics = 'Register-TelemetryMetric a.n Counter; Invoke-TelemetryEvent a; $null = Get-TelemetryMetricValue'
        $file = Join-Path ([IO.Path]::GetTempPath()) "telemetry-$PID.prom"

        Get-LoadedAfter $metrics | Should -Be 'Telemetry.Core', 'Telemetry.Metrics', 'Telemetry.PowerShell'
        Get-LoadedAfter "$metrics; Export-TelemetryMetricValue '$file' Prometheus; Remove-Item '$file'" |
            Should -Be 'Telemetry.Core', 'Telemetry.Metrics', 'Telemetry.PowerShell', 'Telemetry.Reporters'
        Get-LoadedAfter "$metrics; Remove-Module Telemetry" | Should -Be 'Telemetry.Core', 'Telemetry.Metrics', 'Telemetry.PowerShell'
    }

    It 'are loaded as they are used: sources' -Skip:($PSEdition -eq 'Desktop') {
        Get-LoadedAfter 'Get-Help Get-TelemetrySource | Out-Null; Remove-Module Telemetry' | Should -Not -Contain 'Telemetry.Diagnostics'
        Get-LoadedAfter 'Enable-TelemetrySource System.Net.Http; Remove-Module Telemetry' | Should -Contain 'Telemetry.Diagnostics'
        Get-LoadedAfter 'Enable-TelemetrySource System.Net.Http' | Should -Not -Contain 'Telemetry.Reporters'
    }

    It 'are loaded as they are used: logs' {
        $file = Join-Path ([IO.Path]::GetTempPath()) "telemetry-$PID.jsonl"

        $log = "Start-TelemetryLog a '$file'; Invoke-TelemetryEvent a; Stop-TelemetryLog *; Remove-Item '$file'"
        Get-LoadedAfter "$log; Remove-Module Telemetry" |
            Should -Be 'Telemetry.Core', 'Telemetry.Logging', 'Telemetry.PowerShell'
    }

    It 'are loaded as they are used: polls' {
        $poll = 'Register-TelemetryPoll p { } -InitialDelay 1h; $null = Invoke-TelemetryPoll p; $null = Get-TelemetryPoll'
        $loaded = 'Telemetry.Core', 'Telemetry.Metrics', 'Telemetry.Polling', 'Telemetry.PowerShell'

        Get-LoadedAfter $poll | Should -Be $loaded
        Get-LoadedAfter "$poll; Remove-Module Telemetry" | Should -Be $loaded
    }

    It 'are loaded as they are used: alerts' {
        $alert = 'Register-TelemetryAlert a b.c { }; Invoke-TelemetryEvent b.c; $null = Get-TelemetryAlert'
        $loaded = 'Telemetry.Alerts', 'Telemetry.Core', 'Telemetry.Metrics', 'Telemetry.PowerShell'

        Get-LoadedAfter 'Get-Command -Module Telemetry -ParameterName Statistic | Out-Null' | Should -Not -Contain 'Telemetry.Alerts'
        Get-LoadedAfter $alert | Should -Be $loaded
        Get-LoadedAfter "$alert; Remove-Module Telemetry" | Should -Be $loaded
    }
}
