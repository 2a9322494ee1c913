BeforeDiscovery {
    $ways = @(
        @{ Way = 'throws'; Block = { throw 'boom' }; Says = '*boom*' }
        @{ Way = 'divides by zero'; Block = { 1 / 0; $script:after = $true }; Says = '*divide by zero*' }
        @{ Way = 'casts in vain'; Block = { [int] 'abc'; $script:after = $true }; Says = '*"abc"*' }
        @{ Way = 'calls a .NET method that throws'; Block = { [int]::Parse('abc'); $script:after = $true }; Says = '*abc*' }
        @{ Way = 'calls a command that is not there'; Block = { No-SuchCommand; $script:after = $true }; Says = '*No-SuchCommand*' }
        @{ Way = 'calls a method on null'; Block = { $null.Method(); $script:after = $true }; Says = '*null*' }
        @{ Way = 'stops at an error'; Block = { Get-Item /no/such/file -ErrorAction Stop; $script:after = $true }; Says = '*no*such*file*' }
        @{
            Way = 'meets a terminating error'
            Block = { Register-TelemetryHandler h a { }; $script:after = $true }
            Says = "*'h' is registered*"
        }
    )
    $emitters = @(
        @{ Where = 'plainly'; Emit = { Invoke-TelemetryEvent a; 'went on' } }
        @{ Where = 'in a try'; Emit = { try { Invoke-TelemetryEvent a; 'went on' } catch { "caught $_" } } }
        @{ Where = 'under Stop'; Emit = { $ErrorActionPreference = 'Stop'; Invoke-TelemetryEvent a; 'went on' } }
        @{ Where = 'with -ErrorAction Stop'; Emit = { Invoke-TelemetryEvent a -ErrorAction Stop; 'went on' } }
        @{ Where = 'under SilentlyContinue'; Emit = { $ErrorActionPreference = 'SilentlyContinue'; Invoke-TelemetryEvent a; 'went on' } }
        @{ Where = 'through a handle'; Emit = { (Get-TelemetryEvent a).Execute(); 'went on' } }
        @{ Where = 'by pipeline'; Emit = { [pscustomobject]@{ EventName = 'a' } | Invoke-TelemetryEvent; 'went on' } }
    )
    $cases = foreach ($way in $ways) {
        foreach ($emitter in $emitters) {
            $way + $emitter
        }
    }
}

Describe 'A handler that fails' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach { $script:after = $false }
    AfterEach { Clear-TelemetryHandler }

    It 'C20 C22 <Way>, emitted <Where>: one warning, detached, the emitter goes on' -ForEach $cases {
        $others = Register-Recorder a before
        Register-TelemetryHandler h a, b $Block
        $later = Register-Recorder a after

        $streams = Get-StreamsOf $Emit

        $streams.Output | Should -Be 'went on'
        $streams.Error | Should -BeNullOrEmpty
        $streams.Warning.Count | Should -Be 1
        $streams.Warning[0] | Should -BeLike "Handler 'h' failed at event 'a'*"
        $streams.Warning[0] | Should -BeLike $Says
        (Get-TelemetryHandler).Id | Should -Be 'before', 'after'
        $others.Count + $later.Count | Should -Be 2
        $script:after | Should -BeFalse
    }

    It 'C20 C22 <Way>, emitted outside of any try: one warning, detached, the emitter goes on' -ForEach $ways {
        $streams = Invoke-InFreshSession @"
            Register-TelemetryHandler h a, b { $Block }
            Register-TelemetryHandler later a { 'output' }
            Invoke-TelemetryEvent a
            'went on'
            (Get-TelemetryHandler).Id
            "after: `$script:after"
"@

        $streams.Output | Should -Be 'went on', 'later', 'after: '
        $streams.Error | Should -BeNullOrEmpty
        $streams.Warning.Count | Should -Be 1
        $streams.Warning[0] | Should -BeLike "Handler 'h' failed at event 'a'*"
        $streams.Warning[0] | Should -BeLike $Says
    }

    It 'C22 is not called again, at none of its events' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler h a, b { $calls.Add('called'); throw 'boom' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue
        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; Invoke-TelemetryEvent b }

        $calls.Count | Should -Be 1
        $streams.Warning.Count | Should -Be 0
        Test-TelemetryEvent b | Should -BeFalse
    }

    It 'can be registered anew, under its id' {
        Register-TelemetryHandler h a { throw 'boom' }
        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        $calls = Register-Recorder a h
        Invoke-TelemetryEvent a

        $calls.Count | Should -Be 1
    }

    It 'C27 leaves the handler alone that it put in its own place' {
        Register-TelemetryHandler h a { Register-TelemetryHandler h a { 'the new one' } -Force; throw 'boom' }

        Invoke-TelemetryEvent a -WarningAction SilentlyContinue

        (Get-TelemetryHandler).ScriptBlock.ToString() | Should -Be " 'the new one' "
    }

    It 'is told of in -WarningVariable, and not in -ErrorVariable or $?' {
        Register-TelemetryHandler h a { throw 'boom' }

        Invoke-TelemetryEvent a -WarningVariable warnings -ErrorVariable problems -WarningAction SilentlyContinue
        $? | Should -BeTrue

        "$warnings" | Should -BeLike "*'h'*'a'*boom*"
        $problems.Count | Should -Be 0
    }

    It 'has not failed where it handles its error itself' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler catches a { try { throw 'boom' } catch { $calls.Add('caught') } }
        Register-TelemetryHandler traps a { trap { $calls.Add('trapped'); continue } 1 / 0; $calls.Add('after') }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a }

        $calls | Should -Be 'caught', 'trapped', 'after'
        $streams.Warning.Count | Should -Be 0
        (Get-TelemetryHandler).Id | Should -Be 'catches', 'traps'
    }

    It 'C20 does not keep the rest of a pipeline of events from being emitted' {
        Register-TelemetryHandler h a { throw 'boom' }
        $calls = Register-Recorder a

        1..5 | ForEach-Object { [pscustomobject]@{ EventName = 'a'; Measurements = $_ } } |
            Invoke-TelemetryEvent -WarningVariable warnings -WarningAction SilentlyContinue

        $calls.Count | Should -Be 5
        $warnings.Count | Should -Be 1
    }
}
