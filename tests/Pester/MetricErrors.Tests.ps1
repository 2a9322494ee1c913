Describe 'Metrics that are defined wrongly' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryMetric }

    It '<Id>: <Command>' -ForEach @(
        @{ Id = 'InvalidMetricName'; Target = 'a b.c'; Command = "Register-TelemetryMetric 'a b.c' Counter"; Says = '*white space*' }
        @{ Id = 'InvalidMetricName'; Target = ''; Command = "Register-TelemetryMetric '' Counter"; Says = '*it is empty*' }
        @{ Id = 'InvalidMetricName'; Target = 'a'; Command = 'Register-TelemetryMetric a Counter'; Says = '*names no event*' }
        @{ Id = 'InvalidMetricName'; Target = 'b..c'; Command = 'Register-TelemetryMetric a.n Counter -EventName b..c'
            Says = '*empty segment*' }
        @{ Id = 'InvalidMetricType'; Target = 'Gauge'; Command = 'Register-TelemetryMetric a.n Gauge'; Says = '*A gauge is a LastValue*' }
        @{ Id = 'InvalidMetricType'; Target = '3'; Command = 'Register-TelemetryMetric a.n 3'; Says = '*Use Counter, Sum, LastValue*' }
        @{ Id = 'InvalidMetricType'; Target = 'Counter'; Command = 'Register-TelemetryMetric a.n Counter -AllowNegative'
            Says = '*use the type Sum*' }
        @{ Id = 'InvalidTag'; Target = 'x.y'; Command = "Register-TelemetryMetric a.n Sum -Tag 'x y', x.y"; Says = '*the label*' }
        @{ Id = 'InvalidTag'; Target = 5; Command = 'Register-TelemetryMetric a.n Sum -Tag 5'
            Says = 'A tag is an object of type System.Int32. Give the keys of metadata values, as in -Tag route, status, *' }
        @{ Id = 'InvalidTag'; Target = 1; Command = 'Register-TelemetryMetric a.n Sum -Tag @{ x = 1 }'
            Says = "The tag 'x' is read from an object of type System.Int32. Give the key *, or a script block, *" }
        @{ Id = 'InvalidTag'; Target = 'y'; Command = 'Register-TelemetryMetric a.n Sum -Tag x -TagValue @{ y = 1 }'
            Says = '*not one of its tags*' }
        @{ Id = 'InvalidTag'; Target = 5; Command = 'Register-TelemetryMetric a.n Sum -Tag x -TagValue 5'; Says = '*Give a table*' }
        @{ Id = 'InvalidBucket'; Target = $null; Command = 'Register-TelemetryMetric a.n Distribution'; Says = '*for example 0.01, *' }
        @{ Id = 'InvalidBucket'; Target = 2, 1; Command = 'Register-TelemetryMetric a.n Distribution -Bucket 2, 1'
            Says = '*do not ascend*' }
        @{ Id = 'BucketsNotAllowed'; Target = 1; Command = 'Register-TelemetryMetric a.n Sum -Bucket 1'; Says = '*use the type Dist*' }
        @{ Id = 'InvalidUnit'; Target = 'x y'; Command = "Register-TelemetryMetric a.n Sum -Unit 'x y'"; Says = '*is not a unit*' }
        @{ Id = 'InvalidUnit'; Target = 'byte'; Command = 'Register-TelemetryMetric a.n Sum -Unit second -FromUnit byte'
            Says = '*cannot be converted*' }
        @{ Id = 'InvalidFilter'; Target = 5; Command = 'Register-TelemetryMetric a.n Sum -Where 5'
            Says = '-Where is an object of type System.Int32. Give a table of keys and values, *, or a script block.' }
        @{ Id = 'InvalidFilter'; Command = 'Register-TelemetryMetric a.n Sum -WhereNot { 1 }'; Says = '-WhereNot is *. Give a table*' }
        @{ Id = 'InvalidFilter'; Command = 'Register-TelemetryMetric a.n Sum -Where @{ a = @{ b = 1 } }'
            Says = "The condition on 'a' compares with an object of type *" }
        @{ Id = 'InvalidFilter'; Command = 'Register-TelemetryMetric a.n Sum -Where @{ a = @() }'; Says = '*has no values*' }
        @{ Id = 'InvalidScriptBlock'; Command = 'Register-TelemetryMetric a.n Sum -Where { process { } }'
            Says = "This script block cannot select events: it has a 'process' block.*" }
        @{ Id = 'InvalidScriptBlock'; Command = 'Register-TelemetryMetric a.n Sum -Tag @{ t = { $using:x } }'
            Says = 'This script block cannot read a tag: it has a $using: variable*' }
        @{ Id = 'InvalidScriptBlock'; Command = 'Register-TelemetryMetric a.n Sum -Value { param($a, $b, $c, $d, $e) }'
            Says = 'This script block cannot read a value: it has 5 parameters.*' }
        @{ Id = 'UnknownMetricOption'; Target = 'abc'; Command = 'Register-TelemetryMetric a.n Sum -Value abc'
            Says = "The value is 'abc'. Give a number*, or a script block*" }
        @{ Id = 'UnknownMetricOption'; Target = 0; Command = 'Register-TelemetryMetric a.n Sum -SeriesLimit 0'; Says = '*Use 1 or more*' }
        @{ Id = 'UnknownMetricOption'; Target = [timespan]::Zero; Command = 'Register-TelemetryMetric a.n Sum -Lifetime 0'
            Says = '*Use a positive time*' }
        @{ Id = 'TooManyDeclaredSeries'; Target = 5
            Command = 'Register-TelemetryMetric a.n Sum -Tag x -TagValue @{ x = 1..6 } -SeriesLimit 5'; Says = '*make 6 series*' }
        @{ Id = 'InvalidSnapshot'; Target = 5; Command = 'Get-TelemetryMetricValue -Since 5'; Says = '*$before = Get-TelemetryMetricVa*' }
        @{ Id = 'InvalidInterval'; Target = [timespan]::FromMilliseconds(1); Command = 'Watch-TelemetryMetric -Interval 1ms'
            Says = 'The interval is *. Use 100ms or more, and less than a day.' }
    ) {
        $failed = Get-ErrorOf ([scriptblock]::Create($Command))

        $failed.Id | Should -Be $Id
        $failed.IsTerminating | Should -BeTrue
        $failed.Message | Should -BeLike $Says
        if ($_.ContainsKey('Target')) { $failed.Target | Should -Be $Target }
        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'an error leaves the metric that is to be replaced as it was' {
        Register-TelemetryMetric a.n Sum
        Invoke-TelemetryEvent a @{ n = 2 }

        (Get-ErrorOf { Register-TelemetryMetric a.n Distribution -Force }).Id | Should -Be InvalidBucket

        (Get-TelemetryMetricValue a.n).Value | Should -Be 2
    }

    It 'a wildcard with an open bracket is an error of <_>' -ForEach 'Get-TelemetryMetric', 'Unregister-TelemetryMetric',
    'Reset-TelemetryMetric', 'Get-TelemetryMetricValue' {
        $failed = Get-ErrorOf { & $_ 'a[' }

        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be InvalidWildcard, 'a[', $false
    }
}
