# The module Telemetry.OpenTelemetry as its users import it: where it is refused, what it loads, its removal and other sessions.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/Common.psm1"
    $canImport = Test-OpenTelemetryModule
}

Describe 'The manifest of Telemetry.OpenTelemetry' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $module = Get-RepositoryPath output/Telemetry.OpenTelemetry
        $manifest = Import-PowerShellDataFile (Join-Path $module Telemetry.OpenTelemetry.psd1)
    }

    It 'requires PowerShell 7.6, and is not for Windows PowerShell' {
        $manifest.PowerShellVersion | Should -Be '7.6'
        $manifest.CompatiblePSEditions | Should -Be Core
    }

    It 'requires Telemetry in its own version' {
        $telemetry = Import-PowerShellDataFile (Get-RepositoryPath output/Telemetry/Telemetry.psd1)

        $manifest.ModuleVersion | Should -Be $telemetry.ModuleVersion
        $manifest.RequiredModules.ModuleName | Should -Be Telemetry
        $manifest.RequiredModules.RequiredVersion | Should -Be $telemetry.ModuleVersion
    }

    It 'is refused by a PowerShell that is older, which says the version that it needs' {
        $copy = Join-Path $TestDrive Telemetry.OpenTelemetry
        Copy-Item $module $copy -Recurse
        $path = Join-Path $copy Telemetry.OpenTelemetry.psd1
        $needed = if (Test-OpenTelemetryModule) { '99.1' } else { '7.6' }
        Set-Content $path ((Get-Content $path -Raw) -replace "'7\.6'", "'$needed'")

        $run = Invoke-FreshPwsh "$(Get-ImportCommand); try { Import-Module '$copy' -ErrorAction Stop; 'imported' } catch { `"`$_`" }
            (Get-Module Telemetry*).Name; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -like 'Telemetry.Open*'"

        $run.Lines | Should -HaveCount 2
        $run.Lines[0] | Should -BeLike "*requires a minimum *PowerShell version of '$needed'*"
        $run.Lines[1] | Should -Be Telemetry
    }
}

Describe 'The import of Telemetry.OpenTelemetry' -Skip:(-not $canImport) {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $module = Get-RepositoryPath output/Telemetry.OpenTelemetry
        $byName = "`$env:PSModulePath = '$(Get-RepositoryPath output)' + [IO.Path]::PathSeparator + `$env:PSModulePath"
        $byPath = "$(Get-ImportCommand); Import-Module '$module'"
        $start = 'Start-TelemetryOtlpReporter http://127.0.0.1:1 -WarningAction Ignore'
        $loaded = '[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name ' +
            '-match ''^(Telemetry\.|OpenTelemetry|Microsoft\.Extensions\.)'''
    }

    It 'is of a manifest that holds, and exports one cmdlet' {
        $run = Invoke-FreshPwsh "$byName; (Test-ModuleManifest '$module/Telemetry.OpenTelemetry.psd1').ExportedCommands.Keys
            Import-Module Telemetry.OpenTelemetry; (Get-Module Telemetry.OpenTelemetry).ExportedCommands.Keys"

        $run.Lines | Should -Be Start-TelemetryOtlpReporter, Start-TelemetryOtlpReporter
    }

    It 'loads neither the SDK nor the reporters' {
        $run = Invoke-FreshPwsh "$byName; Import-Module Telemetry.OpenTelemetry; $loaded"

        $run.Lines | Sort-Object | Should -Be Telemetry.Core, Telemetry.OpenTelemetry, Telemetry.PowerShell
    }

    It 'happens by itself when the cmdlet is called' {
        $run = Invoke-FreshPwsh "$byName; $start; (Get-TelemetryReporter).Name; (Get-Module Telemetry*).Name | Sort-Object"

        $run.Lines | Should -Be otlp, Telemetry, Telemetry.OpenTelemetry
    }

    It 'finds a Telemetry that was imported by its path, and is on no module path' {
        $copy = New-Item (Join-Path $TestDrive elsewhere) -ItemType Directory
        Copy-Item (Get-RepositoryPath output/Telemetry), $module $copy -Recurse

        $run = Invoke-FreshPwsh "Import-Module '$copy/Telemetry'; Import-Module '$copy/Telemetry.OpenTelemetry'; $start
            (Get-TelemetryReporter).State; (Get-Module Telemetry).ModuleBase"

        $run.Lines | Should -Be Running, (Join-Path $copy Telemetry)
    }

    It 'fails without Telemetry, and says so' {
        $run = Invoke-FreshPwsh "try { Import-Module '$module' -ErrorAction Stop; 'imported' } catch { `"`$_`" }"

        "$($run.Lines)" | Should -BeLike "*'Telemetry'*"
        $run.Lines | Should -Not -Contain imported
    }

    It 'can be undone, which leaves the reporters to Telemetry, and repeated' {
        $run = Invoke-FreshPwsh "$byPath; $start; Remove-Module Telemetry.OpenTelemetry
            `"`$(Get-Command Start-TelemetryOtlpReporter -ErrorAction Ignore)`"; (Get-TelemetryReporter).State
            Import-Module '$module'; $start -Name second; (Get-TelemetryReporter).Name
            Remove-Module Telemetry.OpenTelemetry, Telemetry
            [Telemetry.Reporters.Reporter]::List().Count
            $byPath; $start; (Get-TelemetryReporter).Name"

        $run.Lines | Should -Be '', Running, otlp, second, 0, otlp
    }

    It 'keeps a Telemetry whose removal the engine refuses, with its handlers and reporters' {
        $run = Invoke-FreshPwsh "$byPath; $start; Register-TelemetryHandler h a.b { }
            try { Remove-Module Telemetry -ErrorAction Stop; 'removed' } catch { 'refused' }
            (Get-TelemetryReporter).Name; (Get-TelemetryHandler).Id
            Remove-Module Telemetry -Force; [Telemetry.Reporters.Reporter]::List().Count"

        $run.Lines | Should -Be refused, otlp, h, 0
    }

    It 'serves the sessions of a process, of which each can start reporters' {
        $run = Invoke-FreshPwsh "$byPath; $start -Name first
            `$other = [powershell]::Create().AddScript('$($byPath.Replace("'", "''")); $start -Name second')
            `$null = `$other.Invoke(); `$other.Streams.Error; (Get-TelemetryReporter).Name
            `$other.Runspace.Dispose(); (Get-TelemetryReporter).Name
            [AppDomain]::CurrentDomain.GetAssemblies().Where({ `$_.GetName().Name -eq 'OpenTelemetry' }).Count"

        $run.Lines | Should -Be first, second, first, second, 1
    }
}
