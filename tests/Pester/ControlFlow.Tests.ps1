Describe 'The flow of control around a handler' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'a stray <Statement> fails the handler, and leaves the emitter''s loop alone' -ForEach @(
        @{ Statement = 'break'; Block = { break } }
        @{ Statement = 'continue'; Block = { continue } }
        @{ Statement = 'break'; Block = { break outer } }
        @{ Statement = 'exit'; Block = { exit 3 } }
    ) {
        Register-TelemetryHandler h a $Block
        $script:rounds = 0

        $warnings = & {
            :outer foreach ($round in 1..3) {
                Invoke-TelemetryEvent a 3>&1
                $script:rounds = $round
            }
        }

        $script:rounds | Should -Be 3
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -BeLike "*'h' failed*'$Statement'*'return'*"
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'exit in a handler does not end the script that emits' {
        $script = Join-Path $TestDrive 'emitter.ps1'
        Set-Content $script (Get-ImportCommand),
            'Register-TelemetryHandler h a { exit 3 }', 'Invoke-TelemetryEvent a', "'went on'", 'exit 7'

        $run = Invoke-FreshPwsh "& '$script'; exit `$LASTEXITCODE"

        $run.Lines | Should -Contain 'went on'
        $run.ExitCode | Should -Be 7
    }

    It 'return ends a handler early, and is no failure' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler h a { $calls.Add('before'); return; $calls.Add('after') }

        Invoke-TelemetryEvent a

        $calls | Should -Be 'before'
        (Get-TelemetryHandler).Id | Should -Be 'h'
    }

    It 'break and continue in a loop of the handler''s own are no failure' {
        $calls = [Collections.Generic.List[int]]::new()
        Register-TelemetryHandler h a { foreach ($i in 1..5) { if ($i -eq 2) { continue }; if ($i -eq 4) { break }; $calls.Add($i) } }

        Invoke-TelemetryEvent a

        $calls | Should -Be 1, 3
        (Get-TelemetryHandler).Id | Should -Be 'h'
    }

    It 'Select-Object -First in a handler stops its own pipeline only' {
        $calls = [Collections.Generic.List[int]]::new()
        Register-TelemetryHandler h a { 1..10 | Select-Object -First 2 | ForEach-Object { $calls.Add($_) } }

        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent a

        $calls | Should -Be 1, 2, 1, 2
    }

    It 'Select-Object -First after the emitter stops it, and no handler is detached for it' {
        $calls = Register-Recorder a

        1..10 | ForEach-Object { Invoke-TelemetryEvent a $_; $_ } | Select-Object -First 2 | Should -Be 1, 2

        $calls.Count | Should -Be 2
        (Get-TelemetryHandler).Id | Should -Be 'recorder'
    }

    It 'C19 a handler that emits its own event is stopped at some depth, and fails' {
        $script:depth = 0
        Register-TelemetryHandler h a { $script:depth++; Invoke-TelemetryEvent a }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'went on' }

        $streams.Output | Should -Be 'went on'
        $streams.Warning.Count | Should -Be 1
        $streams.Warning[0] | Should -BeLike "*'h' failed*running nested*"
        $script:depth | Should -BeIn (2..100)
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C19 handlers that emit each other''s events by handle are stopped' {
        $other = @{ a = Get-TelemetryEvent a; b = Get-TelemetryEvent b }
        Register-TelemetryHandler one a { $other.b.Execute() }
        Register-TelemetryHandler two b { $other.a.Execute() }

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a; 'went on' }

        $streams.Output | Should -Be 'went on'
        $streams.Warning.Count | Should -Be 1
        @(Get-TelemetryHandler).Count | Should -Be 1
    }

    It 'C19 a handler may emit another event' {
        $inner = Register-Recorder b
        Register-TelemetryHandler outer a { Invoke-TelemetryEvent b 5 }

        Invoke-TelemetryEvent a

        $inner[0].Measurements.value | Should -Be 5
    }
}
