Describe 'Errors of alerts' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach {
        Clear-TelemetryAlert
        Clear-TelemetryMetric
    }

    It '<Name> is <Id>' -ForEach @(
        @{ Name = 'a name that is taken'; Id = 'AlertAlreadyExists'; Category = 'ResourceExists'; Target = 'TAKEN'
            Block = { Register-TelemetryAlert TAKEN a }; Message = "There is an alert 'TAKEN' already.*-Force*" }
        @{ Name = 'an empty name'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = ''
            Block = { Register-TelemetryAlert '' a }; Message = '*text without control characters*' }
        @{ Name = 'an invalid event'; Id = 'InvalidEventName'; Category = 'InvalidArgument'; Target = 'a..b'
            Block = { Register-TelemetryAlert x a..b }; Message = '*' }
        @{ Name = 'an invalid event that clears'; Id = 'InvalidEventName'; Category = 'InvalidArgument'; Target = 'a b'
            Block = { Register-TelemetryAlert x a -ClearOn 'a b' }; Message = '*' }
        @{ Name = 'an event of alerts'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = 'telemetry.alert.raise'
            Block = { Register-TelemetryAlert x telemetry.alert.raise }; Message = '*could raise itself*' }
        @{ Name = 'no event to count'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = 0
            Block = { Register-TelemetryAlert x a -Count 0 }; Message = 'The count is 0. Use a number from 1 to 10000.' }
        @{ Name = 'a window of nothing'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = [timespan]::Zero
            Block = { Register-TelemetryAlert x a -Within 0 }; Message = '*Use 1ms or more, and at most 31d.' }
        @{ Name = 'a text that is no duration'; Id = 'ParameterArgumentTransformationError'; Category = 'InvalidData'
            Block = { Register-TelemetryAlert x a -Within soon }; Message = "*'soon' is not a duration*" }
        @{ Name = 'an empty tag'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a -Tag '' }; Message = 'A tag is empty*' }
        @{ Name = 'a tag twice'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = 't'
            Block = { Register-TelemetryAlert x a -Tag t, T }; Message = "The tag 't' is given twice*" }
        @{ Name = 'no limit'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x -Metric m }; Message = 'There is no limit. Give Above or Below, or both.' }
        @{ Name = 'limits that overlap'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x -Metric m -Above 1 -Below 2 }; Message = '*Exchange them.' }
        @{ Name = 'a limit that is not a number'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x -Metric m -Above ([double]::NaN) }; Message = '*not a finite number*' }
        @{ Name = 'a short interval'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x -Metric m -Above 1 -Interval 1ms }; Message = '*Use 100ms or more, and at most 1d.' }
        @{ Name = 'a statistic that the metric does not have'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = 'P95'
            Block = { Register-TelemetryMetric m.n Counter; Register-TelemetryAlert x -Metric m.n -Above 1 -Statistic P95 }
            Message = "The metric 'm.n' is of type Counter, and has no P95. Choose Value, Count, Rate." }
        @{ Name = 'an empty metric'; Id = 'InvalidAlert'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x -Metric '' -Above 1 }; Message = 'The name of the metric is empty*' }
        @{ Name = 'too many retries'; Id = 'InvalidAlert'; Category = 'InvalidArgument'; Target = 101
            Block = { Register-TelemetryAlert x a { } -Retry 101 }; Message = 'The number of retries is 101*' }
        @{ Name = 'an option without an action'; Id = 'NeedsAction'; Category = 'InvalidArgument'; Target = 'Retry'
            Block = { Register-TelemetryAlert x a -Retry 1 }; Message = '-Retry is an option of the action*' }
        @{ Name = 'an action that is null'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a $null }; Message = '*it is null.*' }
        @{ Name = 'an action with named blocks'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a { process { } } }; Message = "*it has a 'process' block. An action is called once*" }
        @{ Name = 'an action with a mandatory parameter'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a { param([Parameter(Mandatory)] $A) $A } }; Message = '*$A is mandatory*' }
        @{ Name = 'an action with three parameters'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a { param($A, $B, $C) $A, $B, $C } }; Message = '*it has 3 parameters*' }
        @{ Name = 'an action with a $using: variable'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a { $using:b } }; Message = '*Pass the value as -Config*' }
        @{ Name = 'an initialization script with named blocks'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a { } -InitializationScript { begin { } } }; Message = '*cannot initialize the session*' }
        @{ Name = 'a condition that is no table'; Id = 'InvalidFilter'; Category = 'InvalidArgument'
            Block = { Register-TelemetryAlert x a -Where 5 }; Message = '-Where is*Give a table*' }
    ) {
        Register-TelemetryAlert taken a

        $failed = Get-ErrorOf $Block

        $failed.Id, $failed.Category, $failed.IsTerminating | Should -Be $Id, $Category, $true
        $failed.Message | Should -BeLike $Message
        if ($null -ne $Target) { "$($failed.Target)" | Should -Be "$Target" }
        (Get-TelemetryAlert).Name | Should -Be taken
    }

    It '<_> of a name that no alert has is AlertNotFound, and the others are found' -ForEach Get, Reset, Unregister {
        Register-TelemetryAlert a b
        $command = "$_-TelemetryAlert"

        $failed = Get-ErrorOf { & $command nothing, a }
        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be AlertNotFound, nothing, $false
        $failed.Message | Should -Be "There is no alert 'nothing'. Get-TelemetryAlert lists those there are."
        (Get-ErrorOf { & $command 'a[' }).Id | Should -Be InvalidWildcard
        (Get-StreamsOf { & $command nothing* }).Error | Should -BeNullOrEmpty
    }

    It 'a series that an alert does not have is AlertSeriesNotFound' {
        Register-TelemetryAlert a b -Tag t

        $failed = Get-ErrorOf { Reset-TelemetryAlert a @{ t = 'x' } }

        $failed.Id, $failed.Category, $failed.IsTerminating | Should -Be AlertSeriesNotFound, ObjectNotFound, $false
        $failed.Message | Should -BeLike "The alert 'a' has no series with the tags t=x.*"
    }

    It 'an alert is not replaced by one that is refused' {
        Register-TelemetryAlert a b

        (Get-ErrorOf { Register-TelemetryAlert a c -Count 0 -Force }).Id | Should -Be InvalidAlert

        (Get-TelemetryAlert a).EventName | Should -Be b
    }

    It 'a command of the session in the action gets a warning' {
        function Send-Own { }

        $streams = Get-StreamsOf { Register-TelemetryAlert a b { Send-Own } }

        $streams.Warning | Should -BeLike "The action of alert 'a' calls 'Send-Own', which only this session has*"
    }
}
