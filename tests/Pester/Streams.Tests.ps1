[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingWriteHost', '',
    Justification = 'What a handler writes to the host is tested.')]
param()

Describe 'What a handler writes' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'shows at the cmdlet that emits, each stream by itself, its output apart' {
        Register-TelemetryHandler h a {
            'output'
            Write-Warning 'a warning'
            Write-Error 'an error'
            Write-Information 'a piece of information'
            Write-Host 'to the host'
            Write-Verbose 'a detail'
            Write-Debug 'a state'
        }

        $streams = Get-StreamsOf {
            $VerbosePreference = $DebugPreference = 'Continue'
            Invoke-TelemetryEvent a
        }

        $streams.Output | Should -BeNullOrEmpty
        $streams.Warning | Should -Be 'a warning'
        $streams.Error | Should -Be 'an error'
        $streams.Information | Should -Be 'a piece of information', 'to the host'
        $streams.Verbose | Should -Be 'a detail'
        $streams.Debug | Should -Be 'a state'
    }

    It 'shows where a handle emits, too' {
        Register-TelemetryHandler h a { 'output'; Write-Warning 'a warning'; Write-Error 'an error'; Write-Host 'to the host' }
        $handle = Get-TelemetryEvent a

        $streams = Get-StreamsOf { $handle.Execute() }

        $streams.Output | Should -BeNullOrEmpty
        $streams.Warning | Should -Be 'a warning'
        $streams.Error | Should -Be 'an error'
        $streams.Information | Should -Be 'to the host'
    }

    It 'can be redirected and kept by the emitter, stream by stream' {
        Register-TelemetryHandler h a { Write-Warning 'a warning'; Write-Error 'an error'; Write-Information 'to tell' }

        $warnings = Invoke-TelemetryEvent a 3>&1 2>$null 6>$null
        $problems = Invoke-TelemetryEvent a 2>&1 3>$null 6>$null

        "$warnings" | Should -Be 'a warning'
        "$problems" | Should -Be 'an error'
        $problems | Should -BeOfType [Management.Automation.ErrorRecord]
    }

    It 'goes into the variables of the emitter' {
        Register-TelemetryHandler h a { Write-Warning 'a warning'; Write-Error 'an error'; Write-Information 'to tell' }

        Invoke-TelemetryEvent a -WarningVariable warnings -ErrorVariable problems -InformationVariable told -OutVariable written `
            -WarningAction SilentlyContinue -ErrorAction SilentlyContinue

        "$warnings" | Should -Be 'a warning'
        "$problems" | Should -Be 'an error'
        "$told" | Should -Be 'to tell'
        $written.Count | Should -Be 0
    }

    It 'obeys the emitter''s -WarningAction and -ErrorAction' {
        Register-TelemetryHandler h a { Write-Warning 'a warning'; Write-Error 'an error' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a -WarningAction SilentlyContinue -ErrorAction SilentlyContinue }

        $streams.Warning.Count + $streams.Error.Count | Should -Be 0
    }

    It 'keeps id, category and target of an error' {
        Register-TelemetryHandler h a { Write-Error 'soft' -ErrorId OutOfPaper -Category ResourceUnavailable -TargetObject 'tray 2' }

        $problem = Get-ErrorOf { Invoke-TelemetryEvent a }

        $problem.Id | Should -Be 'OutOfPaper'
        $problem.Category | Should -Be 'ResourceUnavailable'
        $problem.Target | Should -Be 'tray 2'
        $problem.IsTerminating | Should -BeFalse
    }

    It 'as a non-terminating error detaches nothing: block and emitter go on' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler h a { Write-Error 'soft'; Get-Item /no/such/file; $calls.Add('went on') }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'emitter went on' }

        $streams.Error.Count | Should -Be 2
        $streams.Warning.Count | Should -Be 0
        $streams.Output | Should -Be 'emitter went on'
        $calls | Should -Be 'went on'
        (Get-TelemetryHandler).Id | Should -Be 'h'
    }

    It 'leaves $? of the emitter true where nothing but warnings was written' {
        Register-TelemetryHandler h a { Write-Warning 'a warning' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue
        $? | Should -BeTrue
    }

    It 'comes up through the handlers of a nested event' {
        Register-TelemetryHandler outer a { Write-Warning 'outer'; Invoke-TelemetryEvent b }
        Register-TelemetryHandler inner b { Write-Warning 'inner'; throw 'boom' }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a }

        $streams.Warning.Count | Should -Be 3
        $streams.Warning[0, 1] | Should -Be 'outer', 'inner'
        $streams.Warning[2] | Should -BeLike "*'inner' failed at event 'b'*boom*"
        (Get-TelemetryHandler).Id | Should -Be 'outer'
    }

    It 'as a native command''s stderr does not stop an emitter' {
        Register-TelemetryHandler h a { Invoke-Shell -NoProfile -Command '[Console]::Error.WriteLine("progress")' }

        & {
            $ErrorActionPreference = 'Stop'
            Invoke-TelemetryEvent a 2>$null
            'went on'
        } | Should -Be 'went on'
    }

    It 'as an error or a warning under Stop ends neither the handler nor the emitter: <Way>' -ForEach @(
        @{ Way = 'by preference'; Emit = { $ErrorActionPreference = $WarningPreference = 'Stop'; Invoke-TelemetryEvent a } }
        @{ Way = 'by parameter'; Emit = { Invoke-TelemetryEvent a -ErrorAction Stop -WarningAction Stop } }
        @{ Way = 'through a handle'; Emit = { $ErrorActionPreference = $WarningPreference = 'Stop'; (Get-TelemetryEvent a).Execute() } }
    ) {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler first a { Write-Error 'soft'; Write-Warning 'warned'; $calls.Add('went on') }
        Register-TelemetryHandler second a { $calls.Add('second') }

        & { & $Emit; 'emitter went on' } 3>$null | Should -Be 'emitter went on'

        $calls | Should -Be 'went on', 'second'
        @(Get-TelemetryHandler).Count | Should -Be 2
    }

    It 'as an error under Stop comes as a warning' {
        Register-TelemetryHandler h a { Write-Error 'soft' }

        Invoke-TelemetryEvent a -ErrorAction Stop -WarningVariable warnings -WarningAction SilentlyContinue

        "$warnings" | Should -Be 'soft'
    }
}
