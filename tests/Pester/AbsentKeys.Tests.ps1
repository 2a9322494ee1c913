# Names that a dictionary has as members of its own, or that the engine gives to every object.
BeforeDiscovery {
    $names = 'count', 'keys', 'values', 'item', 'syncroot', 'isreadonly', 'isfixedsize', 'issynchronized', 'length', 'comparer', 'nope'
}

Describe 'A key that an event does not have' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $modulePath = Get-RepositoryPath 'output/Telemetry'
        function Get-EventRecord {
            $records = [Collections.Generic.List[object]]::new()
            Register-TelemetryHandler keep a -Config $records { $args[3].Add($_) }
            Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/' }
            $records[0]
        }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'is null for <_>, in what a handler is given' -ForEach $names {
        $calls = Register-Recorder a
        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/' }

        $null -eq $calls[0].Measurements.$_ | Should -BeTrue
        $null -eq $calls[0].Metadata.$_ | Should -BeTrue
        $null -eq $calls[0].Measurements[$_] | Should -BeTrue
    }

    It 'is null for <_>, in the event as a whole' -ForEach $names {
        $record = Get-EventRecord

        $null -eq $record.Measurements.$_ | Should -BeTrue
        $null -eq $record.Metadata.$_ | Should -BeTrue
    }

    It 'is null for <_>, in a trace' -ForEach $names {
        $traced = Trace-TelemetryEvent a { Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/' } }

        $null -eq $traced.Measurements.$_ | Should -BeTrue
        $null -eq $traced.Metadata.$_ | Should -BeTrue
    }

    It 'is null for <_>, in a span' -ForEach $names {
        $span = Start-TelemetrySpan a @{ route = '/' }

        $null -eq $span.Measurements.$_ | Should -BeTrue
        $null -eq $span.Metadata.$_ | Should -BeTrue
    }

    It 'is null for <_>, in what the failure event says of the event' -ForEach $names {
        $calls = Register-Recorder telemetry.handler.failure
        Register-TelemetryHandler fails a { throw 'no' }
        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/' } 3> $null

        $calls[0].Metadata.measurements.ms | Should -Be 12
        $null -eq $calls[0].Metadata.measurements.$_ | Should -BeTrue
        $null -eq $calls[0].Metadata.metadata.$_ | Should -BeTrue
    }

    It 'is null for <_>, under strict mode too' -ForEach $names {
        Set-StrictMode -Version Latest
        $span = Start-TelemetrySpan a @{ route = '/' }

        $null -eq $span.Measurements.$_ | Should -BeTrue
        $null -eq (Get-EventRecord).Metadata.$_ | Should -BeTrue
    }

    It 'is null for <_>, in a private session' -ForEach $names {
        $seen = [Collections.Concurrent.ConcurrentBag[object]]::new()
        Register-TelemetryHandler far a -Config @{ seen = $seen; name = $_ } {
            param($EventName, $Measurements, $Metadata, $Config)

            $name = $Config.name
            $Config.seen.Add($null -eq $Measurements.$name -and $null -eq $Metadata.$name -and $null -eq $_.Measurements.$name)
        }
        $null = 1 | ForEach-Object -Parallel { Import-Module $using:modulePath; Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/' } }

        @($seen) | Should -Be $true
    }

    It 'counts up from nothing, whatever the name: <_>' -ForEach $names {
        Set-StrictMode -Version Latest
        $name = $_
        $stop = Trace-TelemetryEvent a.stop {
            Invoke-TelemetrySpan a {
                foreach ($i in 1..3) { $_.Measurements.$name++ }
                $_.Metadata.$name += 'text'
            }
        }

        $stop.Measurements.$name | Should -Be 3
        $stop.Metadata.$name | Should -Be 'text'
    }
}

Describe 'The measurements and metadata of an event, to a script' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach {
        $calls = Register-Recorder a
        Invoke-TelemetryEvent a ([ordered]@{ ms = 12; count = 3; keys = 4 }) @{ Route = '/'; values = 'v' }
        $measurements, $metadata = $calls[0].Measurements, $calls[0].Metadata
    }
    AfterEach { Clear-TelemetryHandler }

    It 'have the keys that they have, whatever their names' {
        $measurements.count | Should -Be 3
        $measurements.keys | Should -Be 4
        $metadata.values | Should -Be 'v'
    }

    It 'are read as a whole by GetEnumerator, in their order' {
        $measurements.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" } | Should -Be 'ms=12', 'count=3', 'keys=4'
        @(foreach ($entry in $measurements.GetEnumerator()) { $entry.Key }) | Should -Be 'ms', 'count', 'keys'
    }

    It 'are read as a whole by PSBase, in every language mode' {
        @($measurements.PSBase.Keys) | Should -Be 'ms', 'count', 'keys'
        $measurements.PSBase.Count | Should -Be 3
        @($metadata.PSBase.Values | Sort-Object) | Should -Be '/', 'v'
    }

    It 'are the same object as a hashtable, whose keys compare without regard to case' {
        $table = & { param([hashtable] $Table) $Table } $metadata

        [object]::ReferenceEquals($table, $metadata) | Should -BeTrue
        $table.ROUTE | Should -Be '/'
        $table['rOUTE'] | Should -Be '/'
        $table.ContainsKey('ROUTE') | Should -BeTrue
    }

    It 'are read-only, and copied by Clone' {
        { $metadata.route = 'other' } | Should -Throw '*read-only*'
        { $metadata['route'] = 'other' } | Should -Throw '*read-only*'
        { $metadata.Add('more', 1) } | Should -Throw '*read-only*'
        { $metadata.Remove('route') } | Should -Throw '*read-only*'
        { $metadata.Clear() } | Should -Throw '*read-only*'

        $copy = $metadata.Clone()
        $copy.route = 'other'
        $copy.count++
        $copy.ROUTE | Should -Be 'other'
        $copy.count | Should -Be 1
        $metadata.route | Should -Be '/'
    }

    It 'are written as JSON, joined with others and emitted again' {
        ($measurements | ConvertTo-Json -Compress) | Should -Be '{"ms":12,"count":3,"keys":4}'
        ($measurements + @{ more = 1 })['ms'] | Should -Be 12
        Invoke-TelemetryEvent a $measurements $metadata
        $calls[1].Measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'ms', 'count', 'keys'
        $calls[1].Metadata.Route | Should -Be '/'
    }

    It 'go through a pipeline as one object each' {
        @($measurements | ForEach-Object { $_.ms }) | Should -Be 12
        @(foreach ($item in $measurements) { $item.ms }) | Should -Be 12
    }

    It 'of a span are for changing, in the order in which keys were added' {
        $stop = Trace-TelemetryEvent a.stop {
            Invoke-TelemetrySpan a -Metadata @{ first = 1 } -ScriptBlock {
                $_.Metadata['second'] = 2
                $_.Metadata.Add('third', 3)
                $_.Metadata.Remove('FIRST')
                $_.Metadata.Second++
            }
        }

        $stop.Metadata.GetEnumerator() | ForEach-Object { "$($_.Key)=$($_.Value)" } | Select-Object -First 2 |
            Should -Be 'second=3', 'third=3'
        $stop.Metadata.Contains('first') | Should -BeFalse
    }

    It 'show their entries as text' {
        "$measurements" | Should -Be '{ ms = 12, count = 3, keys = 4 }'
    }
}
