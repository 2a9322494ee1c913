Describe 'Handlers and the modules of their session' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $telemetry = Get-RepositoryPath output/Telemetry
        $null = New-Item (Join-Path $TestDrive copy), (Join-Path $TestDrive outer) -ItemType Directory
        Copy-Item $telemetry (Join-Path $TestDrive copy) -Recurse
        $copy = [IO.Path]::Combine($TestDrive, 'copy', 'Telemetry')
        $outer = [IO.Path]::Combine($TestDrive, 'outer', 'outer.psd1')
        New-ModuleManifest $outer -NestedModules (Join-Path $telemetry Telemetry.psd1)
        $inner = [IO.Path]::Combine($TestDrive, 'outer', 'inner.psm1')
        Set-Content $inner "Import-Module '$telemetry' -Force"
    }
    AfterEach { Clear-TelemetryHandler }

    It 'stay, and are called, when a session imports the module <Case>' -ForEach @(
        @{ Case = 'again'; Do = 'Import-Module $telemetry' }
        @{ Case = 'again, by force'; Do = 'Import-Module $telemetry -Force' }
        @{ Case = 'with a prefix'; Do = 'Import-Module $telemetry -Prefix My' }
        @{ Case = 'with a prefix, by force'; Do = 'Import-Module $telemetry -Prefix My -Force' }
        @{ Case = 'as a part of another'; Do = 'Import-Module $outer' }
        @{ Case = 'as a part of another, by force'; Do = 'Import-Module $outer; Import-Module $outer -Force' }
        @{ Case = 'in a module, by force'; Do = 'Import-Module $inner' }
        @{ Case = 'as a second copy'; Do = 'Import-Module $copy' }
        @{ Case = 'as a second copy, by force'; Do = 'Import-Module $copy -Force' }
        @{ Case = 'as a part of another, which it removes'; Do = 'Import-Module $outer; Remove-Module outer' }
        @{ Case = 'as a second copy, which it removes'; Do = '$second = Import-Module $copy -PassThru; Remove-Module -ModuleInfo $second' }
    ) {
        $run = Invoke-InFreshSession (
            "`$telemetry, `$copy, `$outer, `$inner = '$telemetry', '$copy', '$outer', '$inner'; `$script:calls = 0; " +
            "Register-TelemetryHandler h life.item { `$script:calls++ } -Scope Session; $Do; " +
            '[Telemetry.TelemetryDispatcher]::Default.Execute("life.item"); $script:calls')

        $run.Error | Should -BeNullOrEmpty
        $run.Output | Should -Be 1
    }

    It 'leave when the session removes the module: <Case>' -ForEach @(
        @{ Case = 'by its name'; Do = 'Remove-Module Telemetry' }
        @{ Case = 'by a wildcard'; Do = 'Remove-Module Telem*' }
        @{ Case = 'as an object'; Do = 'Get-Module Telemetry | Remove-Module' }
        @{ Case = 'with the module that it is a part of'; Do = 'Import-Module $outer; Remove-Module outer, Telemetry' }
    ) {
        $run = Invoke-InFreshSession (
            "`$outer = '$outer'; Register-TelemetryHandler h life.item { }; $Do; [Telemetry.TelemetryDispatcher]::Default.List().Count")

        $run.Output | Should -Be 0
    }

    It 'find in a copy the cmdlets by the names that a prefix gives them' -Skip:($PSEdition -eq 'Desktop') {
        $run = Invoke-InFreshSession (
            "Remove-Module Telemetry; Import-Module '$telemetry' -Prefix My; " +
            "`$seen = [Collections.Concurrent.ConcurrentQueue[string]]::new(); " +
            'Register-MyTelemetryHandler far life.far { Invoke-MyTelemetryEvent life.near; Invoke-TelemetryEvent life.near }; ' +
            'Register-MyTelemetryHandler near life.near { $args[3].Enqueue($args[0]) } $seen; ' +
            '$far = Get-MyTelemetryEvent life.far; 1 | ForEach-Object -Parallel { $handle = $using:far; $handle.Execute() }; $seen')

        $run.Warning | Should -BeNullOrEmpty
        $run.Output | Should -Be 'life.near', 'life.near'
    }

    It 'leave with their module, which sets OnRemove after it registered them and is not called before' {
        $removed = [Collections.Generic.List[string]]::new()
        New-Module Ops {
            param($Removed)

            Register-TelemetryHandler ops life.item { }
            $ExecutionContext.SessionState.Module.OnRemove = { $Removed.Add('first') }
            $ExecutionContext.SessionState.Module.OnRemove = { $Removed.Add('last') }
        } -ArgumentList (, $removed) | Import-Module
        "$((Get-Module Ops).OnRemove)".Trim() | Should -Be '$Removed.Add(''last'')'

        Remove-Module Ops

        Get-TelemetryHandler | Should -BeNullOrEmpty
        $removed | Should -Be 'last'
    }

    It 'leave with their module, which sets OnRemove to null' {
        New-Module Ops {
            Register-TelemetryHandler ops life.item { }
            $ExecutionContext.SessionState.Module.OnRemove = $null
        } | Import-Module

        Remove-Module Ops

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'hear the events of actions of PowerShell.Exiting' {
        $lines = (Invoke-FreshPwsh (
                "$(Get-ImportCommand); Register-TelemetryHandler bye life.end { [Console]::WriteLine('heard') }; " +
                '$null = Register-EngineEvent PowerShell.Exiting -Action { Invoke-TelemetryEvent life.end }')).Lines

        $lines | Should -Contain 'heard'
    }

    It 'hear, in a private session, the events of actions of PowerShell.Exiting of another session' {
        $lines = (Invoke-FreshPwsh (
                "$(Get-ImportCommand); Register-TelemetryHandler bye life.end -Buffered { [Console]::WriteLine('heard') }; " +
                '$null = Register-EngineEvent PowerShell.Exiting -Action { Invoke-TelemetryEvent life.end }')).Lines

        $lines | Should -Contain 'heard'
    }
}
