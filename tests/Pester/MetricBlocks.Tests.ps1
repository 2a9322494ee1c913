Describe 'Script blocks of metrics' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach {
        Clear-TelemetryMetric
        Clear-TelemetryHandler
    }

    It 'S2 run at home in the session that registered them, and see its variables and functions' {
        $script:prefix = 'p-'
        function Get-Route { '/a' }
        Register-TelemetryMetric a.n Counter -WarningAction SilentlyContinue `
            -Tag @{ t = { $script:prefix + (Get-Route) }; id = { [runspace]::DefaultRunspace.Id } }

        Invoke-TelemetryEvent a

        $tags = (Get-TelemetryMetricValue a.n).Tags
        $tags.t, $tags.id | Should -Be 'p-/a', "$([runspace]::DefaultRunspace.Id)"
    }

    It 'S3 run elsewhere as copies in private sessions' {
        Register-TelemetryMetric a.n Sum -Value { $_.Measurements.n * 2 } -Tag @{ id = { [runspace]::DefaultRunspace.Id } } `
            -Where { param($Name, $Measurements) $Measurements.n -gt 1 }

        $emitter = [powershell]::Create()
        try {
            $id = $emitter.AddScript((Get-ImportCommand)).AddStatement().AddScript(
                '1..3 | ForEach-Object { Invoke-TelemetryEvent a @{ n = $_ } }; [runspace]::DefaultRunspace.Id').Invoke()
        }
        finally {
            $emitter.Runspace.Dispose()
        }

        $value = Get-TelemetryMetricValue a.n
        $value.Value | Should -Be 10
        $value.Tags.id | Should -Not -BeIn "$id", "$([runspace]::DefaultRunspace.Id)"
    }

    It 'S3 a function that only this session has is warned of as the metric is registered' {
        function Get-Home { 1 }

        $streams = Get-StreamsOf { Register-TelemetryMetric a.n Sum -Value { Get-Home } }

        $streams.Warning | Should -BeLike "A script block of the metric 'a.n' calls 'Get-Home', which only this session has: *"
    }

    It 'S5 take the name, the measurements and the metadata, and the whole event as $_' {
        Register-TelemetryMetric a.n Sum -Value { param($EventName, $Measurements, $Metadata) $Measurements.x + $Metadata.y } `
            -Tag @{ name = { param($EventName) $EventName }; time = { $_.Timestamp.Kind } }

        Invoke-TelemetryEvent a @{ x = 1 } @{ y = 2 }

        $value = Get-TelemetryMetricValue a.n
        $value.Value, $value.Tags.name, $value.Tags.time | Should -Be 3, a, Utc
    }

    It 'S6 one that fails skips the event for its metric, and is warned of once: <Block>' -ForEach @(
        @{ Block = { throw 'no route' }; Says = 'no route' }
        @{ Block = { 1 / 0; 'on' }; Says = 'Attempted to divide by zero.' }
        @{ Block = { Get-Item nope-nope -ErrorAction Stop }; Says = '*nope-nope*' }
        @{ Block = { exit 3 }; Says = "*An 'exit' that belongs to no loop or script*" }
        @{ Block = { break }; Says = "*A 'break' that belongs to no loop or script*" }
        @{ Block = { 1; 2 }; Says = '*The script block wrote 2 values, and one is needed.' }
    ) {
        Register-TelemetryMetric a.n Sum -Value $Block
        Register-TelemetryMetric a.m Sum -EventName a -Tag @{ t = $Block } -Value 1
        Register-TelemetryMetric a.ok Counter

        $streams = Get-StreamsOf { 1..2 | ForEach-Object { Invoke-TelemetryEvent a }; 'on' }

        $streams.Output | Should -Be on
        $streams.Error | Should -BeNullOrEmpty
        $streams.Warning.Count | Should -Be 2
        ($streams.Warning -like "*'a.n' did not record an event 'a', as its value could not be read: *") | Should -BeLike "*$Says"
        ($streams.Warning -like "*'a.m' did not record an event 'a', as a tag could not be read: *") | Should -BeLike "*$Says"
        $metrics = Get-TelemetryMetric
        $metrics.Where({ $_.Name -eq 'a.n' }).Problems.ReaderFailed | Should -Be 2
        $metrics.Where({ $_.Name -eq 'a.m' }).Problems.TagFailed | Should -Be 2
        (Get-TelemetryMetricValue a.ok).Value | Should -Be 2
    }

    It 'S6 a filter that fails keeps the event out' {
        Register-TelemetryMetric a.n Counter -Where { throw 'no' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        (Get-TelemetryMetricValue a.n).Value | Should -Be 0
        (Get-TelemetryMetric a.n).Problems.FilterFailed | Should -Be 1
    }

    It 'S7 the stop of the pipeline is not their failure' {
        Register-TelemetryMetric a.n Sum -Value { 1 | ForEach-Object { $_ } | Select-Object -First 1 }

        1..5 | ForEach-Object { Invoke-TelemetryEvent a; $_ } | Select-Object -First 2 | Should -Be 1, 2

        $metric = Get-TelemetryMetric a.n
        $metric.Problems.Count, $metric.Recorded | Should -Be 0, 2
    }

    It 'S14 the stop of the emitter ends them elsewhere, runs their finally block and is not their failure' {
        Register-TelemetryMetric a.n Sum -Value {
            try { [AppDomain]::CurrentDomain.SetData('metric.block', 'began'); Start-Sleep 60; 1 }
            finally { [AppDomain]::CurrentDomain.SetData('metric.block', 'ended') }
        }
        $emitter = [powershell]::Create()
        try {
            $null = $emitter.AddScript((Get-ImportCommand)).Invoke()

            # One statement: after a stop, the engine goes on to a next one, and ends the process if the session is closed meanwhile.
            $emitter.Commands.Clear()
            $null = $emitter.AddScript('Invoke-TelemetryEvent a').BeginInvoke()
            [Threading.SpinWait]::SpinUntil({ [AppDomain]::CurrentDomain.GetData('metric.block') -eq 'began' }, 20000) | Should -BeTrue
            $emitter.Stop()
            $emitter.InvocationStateInfo.State | Should -Be Stopped
        }
        finally {
            $emitter.Runspace.Dispose()
        }

        [AppDomain]::CurrentDomain.GetData('metric.block') | Should -Be ended
        $metric = Get-TelemetryMetric a.n
        $metric.Problems.Count, $metric.Recorded | Should -Be 0, 0
    }

    It 'S8 what they write to streams shows at the emitter, and their output is the result' {
        Register-TelemetryMetric a.n Sum -Value { Write-Warning heard; Write-Error wrong; Write-Verbose unheard; 5 }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'on' }

        $streams.Output | Should -Be on
        $streams.Warning, $streams.Error | Should -Be heard, wrong
        (Get-TelemetryMetricValue a.n).Value | Should -Be 5
    }

    It 'S9 a block of a constrained session runs constrained' -Skip:($PSEdition -eq 'Desktop') {
        $session = [powershell]::Create()
        try {
            $null = $session.AddScript((Get-ImportCommand)).AddStatement().AddScript(
                '$ExecutionContext.SessionState.LanguageMode = ''ConstrainedLanguage''').Invoke()
            $session.Commands.Clear()
            $null = $session.AddScript(
                'Register-TelemetryMetric a.n Sum -Value { Write-Warning w; 7 } -Tag @{ ' +
                'm = { "$($ExecutionContext.SessionState.LanguageMode)" } }; ' +
                'Invoke-TelemetryEvent a').Invoke()
            Invoke-TelemetryEvent a -WarningAction SilentlyContinue

            $value = Get-TelemetryMetricValue a.n
            $value.Value, $value.Count, $value.Tags.m | Should -Be 14, 2, ConstrainedLanguage
        }
        finally {
            $session.Runspace.Dispose()
        }
    }

    It 'S12 the preferences and the strict mode of the emitter change nothing' {
        Register-TelemetryMetric a.n Sum -Value { Get-Item nope-nope -ErrorAction SilentlyContinue; $x = $undefined; 3 }

        & {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            Invoke-TelemetryEvent a
        }

        (Get-TelemetryMetricValue a.n).Value | Should -Be 3
    }

    It 'S13 the emitter keeps its $Error, its exit code and its location' {
        Register-TelemetryMetric a.n Sum -Value { $global:LASTEXITCODE = 9; Set-Location /; try { throw 'x' } catch { 1 } }
        $global:LASTEXITCODE = 4
        $location, $errors = "$PWD", $global:Error.Count

        Invoke-TelemetryEvent a

        "$PWD", $global:Error.Count, $global:LASTEXITCODE | Should -Be $location, $errors, 4
    }

    It 'S16 a key that there is not is null, whatever its name' {
        Register-TelemetryMetric a.n Counter -Where { $null -eq $_.Metadata.count -and $null -eq $_.Measurements.keys }

        Invoke-TelemetryEvent a

        (Get-TelemetryMetricValue a.n).Value | Should -Be 1
    }

    It 'M2 a block that emits the event of its own metric is refused, and the others record' {
        Register-TelemetryMetric a.n Sum -Value { Invoke-TelemetryEvent a; 1 }
        Register-TelemetryMetric a.m Counter

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        (Get-TelemetryMetricValue a.m).Value | Should -Be 2
        (Get-TelemetryMetric a.n).Problems.ReaderFailed | Should -Be 1
    }

    It 'a block that writes nothing is a value that is missing' {
        Register-TelemetryMetric a.n Sum -Value { }
        Register-TelemetryMetric a.m Counter -Tag @{ t = { $null } }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        (Get-TelemetryMetric a.n).Problems.MissingMeasurement | Should -Be 1
        (Get-TelemetryMetric a.m).Problems.MissingTag | Should -Be 1
    }
}
