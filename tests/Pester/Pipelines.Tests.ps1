Describe 'Events by pipeline' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach { $calls = Register-Recorder a, b }
    AfterEach { Clear-TelemetryHandler }

    It 'come as objects with the properties EventName, Measurements and Metadata' {
        [pscustomobject]@{ EventName = 'a'; Measurements = @{ ms = 1 }; Metadata = @{ route = '/one' } },
        [pscustomobject]@{ EventName = 'b'; Measurements = @{ ms = 2 }; Metadata = @{ route = '/two' } } |
            Invoke-TelemetryEvent

        $calls.EventName | Should -Be 'a', 'b'
        $calls | ForEach-Object { $_.Measurements.ms } | Should -Be 1, 2
        $calls | ForEach-Object { $_.Metadata.route } | Should -Be '/one', '/two'
    }

    It 'may call the name Name' {
        [pscustomobject]@{ Name = 'a' } | Invoke-TelemetryEvent

        $calls.EventName | Should -Be 'a'
    }

    It 'take what they do not have from the parameters, and nothing from each other' {
        [pscustomobject]@{ Measurements = @{ ms = 1 } }, [pscustomobject]@{ Metadata = @{ route = '/two' } } |
            Invoke-TelemetryEvent a

        $calls | ForEach-Object { "$($_.Measurements) $($_.Metadata)" } | Should -Be '{ ms = 1 } { }', '{ } { route = /two }'
    }

    It 'come from JSON' {
        '[{ "EventName": "a", "Measurements": { "ms": 1.5, "n": 2 }, "Metadata": { "route": "/users", "tags": ["x", "y"] } },
          { "EventName": "b", "Measurements": 7 }]' | ConvertFrom-Json | Invoke-TelemetryEvent

        $calls[0].Measurements.ms | Should -Be 1.5
        $calls[0].Measurements.n | Should -Be 2
        $calls[0].Metadata.route | Should -Be '/users'
        $calls[0].Metadata.tags | Should -Be 'x', 'y'
        $calls[1].Measurements.value | Should -Be 7
    }

    It 'keep the order of the keys' {
        '{ "EventName": "a", "Measurements": { "z": 1, "y": 2, "x": 3, "w": 4 } }' | ConvertFrom-Json | Invoke-TelemetryEvent

        $calls[0].Measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'z', 'y', 'x', 'w'
    }

    It 'go on after a bad item, which writes an error of its own' {
        $problems = $null
        @(
            @{ EventName = 'a'; Measurements = 1 }
            @{ EventName = 'not a name'; Measurements = 2 }
            @{ EventName = 'a'; Measurements = @{ ms = 'slow' } }
            @{ EventName = 'a'; Measurements = 4; Metadata = 'no dictionary' }
            @{ EventName = 'a'; Measurements = 5 }
        ) | ForEach-Object { [pscustomobject] $_ } |
            Invoke-TelemetryEvent -ErrorAction SilentlyContinue -ErrorVariable problems

        $calls | ForEach-Object { $_.Measurements.value } | Should -Be 1, 5
        $problems | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] } |
            Should -Be 'InvalidEventName', 'InvalidMeasurement', 'InvalidMetadata'
    }

    It 'are emitted one by one, as they come' {
        $log = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler log a { $log.Add("handled $($args[1].value)") }

        1, 2 | ForEach-Object { $log.Add("made $_"); [pscustomobject]@{ EventName = 'a'; Measurements = $_ } } |
            Invoke-TelemetryEvent

        $log | Should -Be 'made 1', 'handled 1', 'made 2', 'handled 2'
    }

    It 'of what Get-TelemetryHandler gives go to each handler''s event' {
        Get-TelemetryHandler | Invoke-TelemetryEvent

        $calls.EventName | Should -Be 'a', 'b'
    }
}
