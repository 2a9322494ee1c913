[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseCompatibleCmdlets', '',
    Justification = 'Windows PowerShell has Get-Verb as a function.')]
param()

Describe 'The module' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach {
        Import-Module (Get-RepositoryPath output/Telemetry) -Global
        Clear-TelemetryHandler
    }

    It 'imports in a fresh process without a word' {
        $run = Invoke-FreshPwsh "$(Get-ImportCommand) -Verbose:`$false; 'imported'"

        $run.Lines | Should -Be 'imported'
        $run.ExitCode | Should -Be 0
    }

    It 'exports its cmdlets, and nothing else' {
        $module = Get-Module Telemetry

        $module.ExportedCmdlets.Keys | Sort-Object | Should -Be @(
            'Disable-TelemetrySource', 'Enable-TelemetrySource', 'Export-TelemetryEventDeclaration',
            'Export-TelemetryMetric', 'Export-TelemetryMetricValue', 'Format-TelemetryTree', 'Get-TelemetryAlert', 'Get-TelemetryEvent',
            'Get-TelemetryHandler', 'Get-TelemetryLog', 'Get-TelemetryMetric', 'Get-TelemetryMetricValue',
            'Get-TelemetryPoll', 'Get-TelemetryReporter', 'Get-TelemetrySource',
            'Import-TelemetryEventDeclaration', 'Import-TelemetryMetric',
            'Invoke-TelemetryEvent', 'Invoke-TelemetryParallel', 'Invoke-TelemetryPoll', 'Invoke-TelemetrySpan',
            'Measure-TelemetryEvent', 'Publish-TelemetryMetric', 'Receive-TelemetryEvent', 'Register-TelemetryAlert',
            'Register-TelemetryHandler', 'Register-TelemetryMetric', 'Register-TelemetryPoll', 'Reset-TelemetryAlert',
            'Reset-TelemetryMetric', 'Restore-TelemetryMetricState', 'Save-TelemetryMetricState', 'Send-TelemetryEvent',
            'Start-TelemetryJsonLinesReporter', 'Start-TelemetryLog', 'Start-TelemetryPrometheusReporter',
            'Start-TelemetryPushgatewayReporter', 'Start-TelemetrySpan', 'Start-TelemetryStatsDReporter',
            'Start-TelemetryTextFileReporter', 'Stop-TelemetryLog', 'Stop-TelemetryReporter', 'Stop-TelemetrySpan',
            'Test-TelemetryEvent', 'Trace-TelemetryEvent', 'Unpublish-TelemetryMetric', 'Unregister-TelemetryAlert',
            'Unregister-TelemetryHandler', 'Unregister-TelemetryMetric', 'Unregister-TelemetryPoll',
            'Wait-TelemetryEvent', 'Watch-TelemetryMetric')
        $module.ExportedCommands.Count | Should -Be $module.ExportedCmdlets.Count
        $module.ExportedVariables.Count | Should -Be 0
    }

    It 'has approved verbs, and a manifest that holds' {
        $verbs = (Get-Verb).Verb

        (Get-Command -Module Telemetry).Verb | Sort-Object -Unique | Should -BeIn $verbs
        Test-ModuleManifest (Get-RepositoryPath output/Telemetry/Telemetry.psd1) | Should -Not -BeNullOrEmpty
    }

    It 'can be found by name where its folder is in PSModulePath' {
        $folder = Get-RepositoryPath output

        $run = Invoke-FreshPwsh "`$env:PSModulePath = '$folder'; Test-TelemetryEvent a"

        $run.Lines | Should -Be 'False'
    }

    It 'C09 takes its handlers with it when it is removed' {
        $calls = Register-Recorder a
        $handle = Get-TelemetryEvent a

        Remove-Module Telemetry
        $handle.HasHandlers | Should -BeFalse
        $handle.Execute()

        $calls.Count | Should -Be 0
    }

    It 'works again when imported again' {
        Remove-Module Telemetry
        Import-Module (Get-RepositoryPath output/Telemetry) -Global

        Get-TelemetryHandler | Should -BeNullOrEmpty
        $calls = Register-Recorder a
        Invoke-TelemetryEvent a
        $calls.Count | Should -Be 1
    }

    It 'warns once of a failure however often it was imported' {
        1..3 | ForEach-Object { Import-Module (Get-RepositoryPath output/Telemetry) -Global -Force }
        Register-TelemetryHandler h a { throw 'boom' }

        (Get-StreamsOf { Invoke-TelemetryEvent a }).Warning.Count | Should -Be 1
    }

    It 'C09 takes the handlers of a session with it when the session closes' {
        $calls = [Collections.Generic.List[string]]::new()
        $other = [powershell]::Create()
        $null = $other.AddScript("$(Get-ImportCommand); Register-TelemetryHandler elsewhere a { }").Invoke()
        Register-TelemetryHandler here a { $calls.Add('called') }
        (Get-TelemetryHandler).Id | Should -Be 'elsewhere', 'here'

        $other.Runspace.Dispose()
        Invoke-TelemetryEvent a

        (Get-TelemetryHandler).Id | Should -Be 'here'
        $calls.Count | Should -Be 1
    }

    It 'C09 keeps a handler that a function registered after the function has returned' {
        function Register-Inside { Register-TelemetryHandler inside a { $script:handled = $true } }
        $script:handled = $false
        Register-Inside

        Invoke-TelemetryEvent a

        $script:handled | Should -BeTrue
    }

    It 'shares one table of handlers among the sessions of a process' {
        $calls = [Collections.Concurrent.ConcurrentQueue[int]]::new()
        Register-TelemetryHandler h a { $args[3].Enqueue($args[1].value) } $calls

        $other = [powershell]::Create()
        try {
            $null = $other.AddScript("$(Get-ImportCommand); Invoke-TelemetryEvent a 5").Invoke()
        }
        finally {
            $other.Runspace.Dispose()
        }

        $calls | Should -Be 5
    }
}

Describe 'Importing the module in another session' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $path = (Get-Module Telemetry).Path
    }

    It 'uses the path of the module, which is its manifest' {
        Split-Path $path -Leaf | Should -Be 'Telemetry.psd1'
    }

    It 'by that path gives the module its name, its commands and its views, in <_>' -ForEach @(
        'ForEach-Object -Parallel', 'Start-ThreadJob', 'Start-Job'
    ) {
        $look = {
            param($path)
            Import-Module $path
            (Get-Module Telemetry*).Name
            @(Get-Command -Module Telemetry).Count
            (Get-FormatData Telemetry.Commands.TracedEvent).TypeName
        }
        $seen = switch ($_) {
            'ForEach-Object -Parallel' {
                $text = "$look"
                1 | ForEach-Object -Parallel { & ([scriptblock]::Create($using:text)) $using:path }
            }
            'Start-ThreadJob' { Start-ThreadJob $look -ArgumentList $path | Receive-Job -Wait -AutoRemoveJob }
            'Start-Job' { Start-Job $look -ArgumentList $path | Receive-Job -Wait -AutoRemoveJob }
        }

        $seen | Should -Be 'Telemetry', (Get-Module Telemetry).ExportedCmdlets.Count, 'Telemetry.Commands.TracedEvent'
    }

    It 'satisfies a module that requires it' {
        $folder = New-Item (Join-Path $TestDrive Ops) -ItemType Directory
        Set-Content (Join-Path $folder Ops.psm1) 'function Test-Ops { Test-TelemetryEvent ops.done }'
        New-ModuleManifest (Join-Path $folder Ops.psd1) -RootModule Ops.psm1 -RequiredModules Telemetry -FunctionsToExport Test-Ops

        $result = Invoke-FreshPwsh "Import-Module '$path'; Import-Module '$folder'; Test-Ops"

        $result.Lines | Should -Be 'False'
    }

    It 'by the path of the assembly is an error that says what to import' {
        $assembly = Join-Path (Split-Path $path) Telemetry.PowerShell.dll

        $result = Invoke-FreshPwsh @"
            try { Import-Module '$assembly' -ErrorAction Stop; 'imported' } catch { "`$_" }
            (Get-Module Telemetry*).Name
            (Get-Command Invoke-TelemetryEvent -ErrorAction Ignore).Source
"@

        $result.Lines | Should -HaveCount 1
        $result.Lines | Should -BeLike "*Import the module, by its name or by '$path'*"
    }
}
