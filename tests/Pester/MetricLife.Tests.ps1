Describe 'The life of metrics' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Runs commands in a new process, where no other session has the module imported, and gives what they wrote.
        function Invoke-Alone([string] $Command) {
            $run = Invoke-FreshPwsh ("`$module = '$(Get-RepositoryPath output/Telemetry)'; Import-Module `$module; " +
                'function names { [Telemetry.Metrics.MetricRegistry]::Default.List().Definition.Name -join '' '' }; ' +
                'function open { $s = [powershell]::Create(); $null = $s.AddScript("Import-Module $module").Invoke(); ' +
                '$s.Commands.Clear(); $s }; ' +
                $Command)
            $run.ExitCode | Should -Be 0
            $run.Lines
        }
    }
    AfterEach { Clear-TelemetryMetric }

    It 'M18 a metric without script blocks outlives the session that registered it, and one with some does not' {
        Invoke-Alone @'
            $s = open
            $null = $s.AddScript('Register-TelemetryMetric a.plain Counter; Register-TelemetryMetric a.block Counter -Where { 1 }').Invoke()
            names
            $s.Runspace.Dispose()
            names
'@ | Should -Be 'a.block a.plain', 'a.plain'
    }

    It 'M18 metrics leave as the last session removes the module, except those of C# code' {
        Invoke-Alone @'
            $s = open
            Register-TelemetryMetric a.one Counter
            $null = $s.AddScript('Register-TelemetryMetric a.two Counter').Invoke()
            $null = [Telemetry.Metrics.MetricRegistry]::Default.Add([Telemetry.Metrics.MetricDefinition]::new('code.n', 'Counter'))
            Remove-Module Telemetry
            names
            $s.Runspace.Dispose()
            names
'@ | Should -Be 'a.one a.two code.n', 'code.n'
    }

    It 'M18 metrics leave as the last session closes' {
        Invoke-Alone @'
            $s = open
            $null = $s.AddScript('Register-TelemetryMetric a.two Counter').Invoke()
            Remove-Module Telemetry
            names
            $s.Runspace.Dispose()
            "left: $(names)"
'@ | Should -Be 'a.two', 'left: '
    }

    It 'M18 a session that was opened with the module counts as one that imported it' {
        Invoke-Alone @'
            $state = [initialsessionstate]::CreateDefault2()
            $state.ImportPSModule("$module/Telemetry.psd1")
            $s = [powershell]::Create([runspacefactory]::CreateRunspace($state))
            $s.Runspace.Open()
            $null = $s.AddScript('Register-TelemetryMetric a.two Counter').Invoke()
            Remove-Module Telemetry
            names
            $s.Runspace.Dispose()
            "left: $(names)"
'@ | Should -Be 'a.two', 'left: '
    }

    It 'M18 importing the module again keeps the metrics' {
        Invoke-Alone 'Register-TelemetryMetric a.n Counter; Import-Module $module -Force; names; Import-Module $module; names' |
            Should -Be a.n, a.n
    }

    It 'M18 a metric leaves with the module of its block' {
        $null = New-Module -Name MetricOwner { function Add-Metric { Register-TelemetryMetric own.n Counter -Where { $true } } } |
            Import-Module -Global
        Add-Metric
        (Get-TelemetryMetric).Name | Should -Be own.n

        Remove-Module MetricOwner

        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'M18 a metric that is replaced by one without blocks stays when the session of the blocks closes' {
        Invoke-Alone @'
            $s = open
            $null = $s.AddScript('Register-TelemetryMetric a.n Counter -Where { 1 }').Invoke()
            Register-TelemetryMetric a.n Counter -Force
            $s.Runspace.Dispose()
            names
'@ | Should -Be a.n
    }
}
