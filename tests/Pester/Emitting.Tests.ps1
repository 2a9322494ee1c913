Describe 'Invoke-TelemetryEvent' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'takes name, measurements and metadata by position' {
        $calls = Register-Recorder a

        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/users' }

        $calls[0].Measurements.ms | Should -Be 12
        $calls[0].Metadata.route | Should -Be '/users'
    }

    It 'takes name, measurements and metadata by name' {
        $calls = Register-Recorder a

        Invoke-TelemetryEvent -Metadata @{ route = '/users' } -Measurements @{ ms = 12 } -EventName a

        $calls[0].Measurements.ms | Should -Be 12
        $calls[0].Metadata.route | Should -Be '/users'
    }

    It 'C13 calls handlers in attach order' {
        $order = [Collections.Generic.List[string]]::new()
        'one', 'two', 'three' | ForEach-Object {
            $id = $_
            Register-TelemetryHandler $id a { $order.Add($id) }.GetNewClosure()
        }

        Invoke-TelemetryEvent a

        $order | Should -Be 'one', 'two', 'three'
    }

    It 'C14 calls neither the handlers above nor those below' {
        $calls = Register-Recorder a, a.b.c

        Invoke-TelemetryEvent a.b

        $calls.Count | Should -Be 0
    }

    It 'C15 runs every handler on the emitting thread before it returns' {
        $threads = [Collections.Generic.List[int]]::new()
        Register-TelemetryHandler h a { $threads.Add([Environment]::CurrentManagedThreadId) }

        Invoke-TelemetryEvent a

        $threads | Should -Be ([Environment]::CurrentManagedThreadId)
    }

    It 'C16 delivers empty measurements and metadata where none are given' {
        $calls = Register-Recorder a

        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent a $null $null

        $calls | ForEach-Object { $_.Measurements.PSBase.Count + $_.Metadata.PSBase.Count } | Should -Be 0, 0
    }

    It 'C16 does nothing, and succeeds, with no handler' {
        $streams = Get-StreamsOf { Invoke-TelemetryEvent nobody.listens @{ ms = 12 }; "$?" }

        $streams.Output | Should -Be 'True'
        $streams.Error.Count + $streams.Warning.Count | Should -Be 0
    }

    It 'C17 delivers a single <Kind> as value, without a warning' -ForEach @(
        @{ Kind = 'integer'; Value = 12; Expected = 12 }
        @{ Kind = 'TimeSpan'; Value = [TimeSpan]::FromSeconds(2); Expected = [TimeSpan]::FromSeconds(2) }
        @{ Kind = 'numeric string'; Value = '2.5'; Expected = 2.5 }
    ) {
        $calls = Register-Recorder a

        $streams = Get-StreamsOf { Invoke-TelemetryEvent a $Value }

        $calls[0].Measurements.value | Should -Be $Expected
        $streams.Warning.Count | Should -Be 0
    }

    It 'C18 still calls a handler that an earlier one detaches, once' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler first a { Unregister-TelemetryHandler second -ErrorAction Ignore }
        Register-TelemetryHandler second a { $calls.Add('called') }

        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent a

        $calls.Count | Should -Be 1
    }

    It 'C18 calls a handler that an earlier one attaches from the next event on' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler first a { Register-TelemetryHandler second a { $calls.Add('called') } -Force }

        Invoke-TelemetryEvent a
        $calls.Count | Should -Be 0

        Invoke-TelemetryEvent a
        $calls.Count | Should -Be 1
    }

    It 'C18 lets a handler detach itself' {
        $calls = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler h a { $calls.Add('called'); Unregister-TelemetryHandler h }

        1..3 | ForEach-Object { Invoke-TelemetryEvent a }

        $calls.Count | Should -Be 1
    }

    It 'C21 needs nothing to be set up: a fresh process emits right after the import' {
        $run = Invoke-FreshPwsh "$(Get-ImportCommand); Invoke-TelemetryEvent a; 'emitted'"

        $run.Lines | Should -Be 'emitted'
        $run.ExitCode | Should -Be 0
    }

    It 'writes nothing' {
        $null = Register-Recorder a

        Invoke-TelemetryEvent a @{ ms = 12 } | Should -BeNullOrEmpty
    }
}
