[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseLiteralInitializerForHashtable', '',
    Justification = 'Hashtables whose keys differ in case are tested.')]
param()

BeforeDiscovery {
    $bad = @(
        @{ What = 'a text'; Value = 'slow'; Type = 'System.String' }
        @{ What = 'an empty text'; Value = ''; Type = 'System.String' }
        @{ What = 'a boolean'; Value = $true; Type = 'System.Boolean' }
        @{ What = 'a list'; Value = @(1, 2); Type = 'System.Object`[`]' }
        @{ What = 'nothing'; Value = $null; Type = 'null' }
    )
}

Describe 'What an event carries' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach { $calls = Register-Recorder a }
    AfterEach { Clear-TelemetryHandler }

    It 'can be measured as a <Type>, and is delivered as <Expected>' -ForEach @(
        @{ Type = 'int'; Value = 12; Expected = 'int' }
        @{ Type = 'long'; Value = 12L; Expected = 'long' }
        @{ Type = 'byte'; Value = [byte] 12; Expected = 'int' }
        @{ Type = 'uint'; Value = [uint32] 12; Expected = 'long' }
        @{ Type = 'double'; Value = 1.5; Expected = 'double' }
        @{ Type = 'float'; Value = [float] 1.5; Expected = 'double' }
        @{ Type = 'decimal'; Value = 1.5d; Expected = 'decimal' }
        @{ Type = 'timespan'; Value = [TimeSpan]::FromSeconds(2); Expected = 'timespan' }
        @{ Type = 'datetime'; Value = [DateTime]::new(2026, 3, 2, 0, 0, 0, [DateTimeKind]::Utc); Expected = 'datetime' }
    ) {
        Invoke-TelemetryEvent a @{ it = $Value }

        $calls[0].Measurements.it | Should -BeOfType ([type] $Expected)
        $calls[0].Measurements.it | Should -Be $Value
    }

    It 'is exact for a <Type>' -ForEach @(
        @{ Type = 'ulong'; Value = [uint64]::MaxValue; Expected = [uint64] }
        @{ Type = 'small bigint'; Value = [bigint] 9007199254740993; Expected = [long] }
        @{ Type = 'large bigint'; Value = [bigint]::Pow(2, 64) + 1; Expected = [decimal] }
        @{ Type = 'decimal'; Value = [decimal]::MaxValue; Expected = [decimal] }
        @{ Type = 'text of an integer'; Value = '18446744073709551615'; Expected = [uint64] }
    ) {
        Invoke-TelemetryEvent a @{ it = $Value }

        $calls[0].Measurements.it | Should -BeOfType $Expected
        "$($calls[0].Measurements.it)" | Should -Be "$Value"
    }

    It 'is not rounded where it is too large' {
        $problem = Get-ErrorOf { Invoke-TelemetryEvent a @{ it = [bigint]::Pow(2, 96) } }

        $problem.Id | Should -Be 'InvalidMeasurement'
        $problem.Message | Should -BeLike '*too large*`[double`]*'
        $calls.Count | Should -Be 0
    }

    It 'keeps a time as <Kind>' -ForEach @(
        @{ Kind = 'Local'; Time = (Get-Date) }
        @{ Kind = 'Utc'; Time = [DateTime]::UtcNow }
        @{ Kind = 'Unspecified'; Time = [DateTime]::new(2026, 1, 2) }
    ) {
        Invoke-TelemetryEvent a @{ at = $Time } @{ at = $Time }

        foreach ($received in $calls[0].Measurements.at, $calls[0].Metadata.at) {
            $received.Kind | Should -Be $Kind
            $received.Ticks | Should -Be $Time.Ticks
        }
    }

    It 'keeps the offset of a time' {
        $time = [DateTimeOffset]::new(2026, 1, 2, 3, 4, 5, [TimeSpan]::FromHours(-9))

        Invoke-TelemetryEvent a @{ at = $time } @{ at = $time }

        $calls[0].Measurements.at.EqualsExact($time) | Should -BeTrue
        $calls[0].Metadata.at.EqualsExact($time) | Should -BeTrue
    }

    It 'becomes JSON with its values' {
        $records = Trace-TelemetryEvent {
            Invoke-TelemetryEvent a ([ordered]@{ took = [TimeSpan]::FromSeconds(90); n = 5 }) @{ host = 'web1' }
        }
        $json = $records | ConvertTo-Json | ConvertFrom-Json

        $json.EventName | Should -Be 'a'
        $json.Measurements.n | Should -Be 5
        $json.Metadata.host | Should -Be 'web1'
    }

    It 'can be measured in texts, as Import-Csv gives them, read without regard to the culture' {
        $file = Join-Path $TestDrive 'jobs.csv'
        Set-Content $file 'job,ms,items', 'nightly,1.5,12', 'weekly,1e3,-7'
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            Import-Csv $file | ForEach-Object { Invoke-TelemetryEvent a @{ ms = $_.ms; items = $_.items } @{ job = $_.job } }
            $german = Get-ErrorOf { Invoke-TelemetryEvent a @{ ms = '1,5' } }
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }

        $calls | ForEach-Object { $_.Measurements.ms } | Should -Be 1.5, 1000
        $calls | ForEach-Object { $_.Measurements.items } | Should -Be 12, -7
        $german.Id | Should -Be 'InvalidMeasurement'
    }

    It 'cannot be measured as <What>: the error names key and type' -ForEach $bad {
        $problem = Get-ErrorOf { Invoke-TelemetryEvent a @{ the_key = $Value } }

        $problem.Id | Should -Be 'InvalidMeasurement'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Value
        $problem.Message | Should -BeLike "*'the_key'*$Type*-Metadata*"
        $problem.IsTerminating | Should -BeFalse
        $calls.Count | Should -Be 0
    }

    It 'cannot be measured as <What> alone' -ForEach ($bad | Where-Object { $null -ne $_.Value }) {
        $problem = Get-ErrorOf { Invoke-TelemetryEvent a $Value }

        $problem.Id | Should -Be 'InvalidMeasurement'
        $problem.Target | Should -Be $Value
        $problem.Message | Should -BeLike '*Give a dictionary*'
        $calls.Count | Should -Be 0
    }

    It 'is checked even if no one listens' {
        (Get-ErrorOf { Invoke-TelemetryEvent nobody.listens @{ ms = 'slow' } }).Id | Should -Be 'InvalidMeasurement'
    }

    It 'is described by any values, the very objects among them' {
        $process = Get-Process -Id $PID
        $metadata = @{ process = $process; text = 'x'; flag = $true; nothing = $null; price = 1.5d; list = 1, 2; table = @{ k = 'v' } }

        Invoke-TelemetryEvent a 1 $metadata
        $received = $calls[0].Metadata

        [object]::ReferenceEquals($received.process, $process) | Should -BeTrue
        $received.text | Should -BeOfType [string]
        $received.flag | Should -BeTrue
        $received.ContainsKey('nothing') | Should -BeTrue
        $received.nothing | Should -BeNullOrEmpty
        $received.price | Should -BeOfType [decimal]
        $received.list | Should -Be 1, 2
        $received.table.k | Should -Be 'v'
    }

    It 'cannot be described by <What>' -ForEach @(
        @{ What = 'a text'; Value = 'text' }
        @{ What = 'a number'; Value = 5 }
    ) {
        $problem = Get-ErrorOf { Invoke-TelemetryEvent a 1 $Value }

        $problem.Id | Should -Be 'InvalidMetadata'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Value
        $problem.IsTerminating | Should -BeFalse
        $calls.Count | Should -Be 0
    }

    It 'has no two keys that differ in case only, as <What> may: the error names both and says what to do' -ForEach @(
        @{ What = 'a case-sensitive hashtable'; New = { [hashtable]::new([StringComparer]::Ordinal) } }
        @{ What = 'a dictionary of .NET'; New = { [Collections.Generic.Dictionary[string, object]]::new() } }
        @{ What = 'an ordered dictionary'; New = { [Collections.Specialized.OrderedDictionary]::new() } }
        @{ What = 'a large dictionary'; New = {
                $large = [Collections.Specialized.OrderedDictionary]::new()
                1..40 | ForEach-Object { $large["key$_"] = $_ }
                $large
            }
        }
    ) {
        $fields = & $New
        $fields['Route'] = 1
        $fields['other'] = 2
        $fields['route'] = 3

        $ofMeasurements = Get-ErrorOf { Invoke-TelemetryEvent a $fields }
        $ofMetadata = Get-ErrorOf { Invoke-TelemetryEvent a 1 $fields }

        $ofMeasurements.Id, $ofMetadata.Id | Should -Be 'InvalidMeasurement', 'InvalidMetadata'
        foreach ($problem in $ofMeasurements, $ofMetadata) {
            $problem.Category | Should -Be 'InvalidArgument'
            $problem.Message | Should -MatchExactly "'Route'"
            $problem.Message | Should -MatchExactly "'route'"
            $problem.Message | Should -BeLike '*Rename*'
            $problem.IsTerminating | Should -BeFalse
        }
        $calls.Count | Should -Be 0
    }

    It 'has no two keys of the same text' {
        $fields = [hashtable]::new()
        $fields[1] = 'a number'
        $fields['1'] = 'a text'

        $problem = Get-ErrorOf { Invoke-TelemetryEvent a 1 $fields }

        $problem.Id | Should -Be 'InvalidMetadata'
        $problem.Message | Should -BeLike "*'1'*'1'*"
        $calls.Count | Should -Be 0
    }

    It 'is emitted for the other items of a pipeline' {
        $bad = [hashtable]::new([StringComparer]::Ordinal)
        $bad['ms'], $bad['MS'] = 1, 2

        [pscustomobject]@{ EventName = 'a'; Measurements = $bad }, [pscustomobject]@{ EventName = 'a'; Measurements = @{ ms = 3 } } |
            Invoke-TelemetryEvent -ErrorVariable problems -ErrorAction SilentlyContinue

        $problems.Count | Should -Be 1
        $calls.Count | Should -Be 1
        $calls[0].Measurements.ms | Should -Be 3
    }

    It 'is refused to a handle of the event and reported at the end of a span where keys differ in case only' {
        $fields = [Collections.Specialized.OrderedDictionary]::new()
        $fields['ms'], $fields['MS'] = 1, 2
        $ends = Register-Recorder job.stop ends

        { (Get-TelemetryEvent a).Execute($fields) } | Should -Throw "*'ms'*'MS'*"
        $span = Start-TelemetrySpan job
        $problem = Get-ErrorOf { Stop-TelemetrySpan $span $fields }

        $problem.Id | Should -Be 'InvalidMeasurement'
        $ends.Count | Should -Be 1
        $ends[0].Measurements.ms | Should -Be 1
        $calls.Count | Should -Be 0
    }

    It 'keeps the order of an ordered dictionary' {
        Invoke-TelemetryEvent a ([ordered]@{ z = 1; y = 2; x = 3; w = 4 })

        $calls[0].Measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'z', 'y', 'x', 'w'
    }

    It 'is a copy: what the emitter changes later does not show' {
        $measurements = @{ ms = 1 }

        Invoke-TelemetryEvent a $measurements
        $measurements.ms = 2

        $calls[0].Measurements.ms | Should -Be 1
    }

    It 'is plain objects to a script, whichever way it looks' {
        Invoke-TelemetryEvent a @{ ms = 12 } @{ route = '/users' }
        $measurements, $metadata = $calls[0].Measurements, $calls[0].Metadata

        $measurements['ms'] | Should -BeOfType [int]
        $measurements['ms'] + 1 | Should -Be 13
        $metadata['route'] | Should -BeOfType [string]
        $measurements.GetEnumerator() | ForEach-Object Value | Should -BeOfType [int]
    }
}
