Describe 'Errors of polls' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach {
        Clear-TelemetryPoll
        Clear-TelemetryMetric
        Clear-TelemetryHandler
    }

    It '<Name> is <Id>' -ForEach @(
        @{ Name = 'a name that is taken'; Id = 'PollAlreadyExists'; Category = 'ResourceExists'; Target = 'taken'
            Block = { Register-TelemetryPoll TAKEN { } }; Message = "There is a poll 'taken' already.*-Force*" }
        @{ Name = 'a short interval'; Id = 'InvalidInterval'; Category = 'InvalidArgument'; Target = [timespan] '0:0:0.001'
            Block = { Register-TelemetryPoll p { } -Interval 1ms }; Message = '*Use 10 milliseconds or more, and at most a day.' }
        @{ Name = 'a long interval'; Id = 'InvalidInterval'; Category = 'InvalidArgument'; Target = [timespan] '2.0:0'
            Block = { Register-TelemetryPoll p { } -Interval 2d }; Message = '*at most a day.' }
        @{ Name = 'a negative delay'; Id = 'InvalidOption'; Category = 'InvalidArgument'; Target = [timespan] '-0:0:1'
            Block = { Register-TelemetryPoll p { } -InitialDelay -1s }; Message = 'The initial delay is -00:00:01.*' }
        @{ Name = 'no time for a run'; Id = 'InvalidOption'; Category = 'InvalidArgument'; Target = [timespan]::Zero
            Block = { Register-TelemetryPoll p { } -Timeout 0 }; Message = 'The timeout is 00:00:00.*' }
        @{ Name = 'a name with a control character'; Id = 'InvalidOption'; Category = 'InvalidArgument'; Target = "a`nb"
            Block = { Register-TelemetryPoll "a`nb" { } }; Message = '*text without control characters*' }
        @{ Name = 'an invalid event'; Id = 'InvalidEventName'; Category = 'InvalidArgument'; Target = 'a..b'
            Block = { Register-TelemetryPoll p { } a..b }; Message = '*' }
        @{ Name = 'an unknown measurement'; Id = 'UnknownBuiltIn'; Category = 'ObjectNotFound'; Target = 'Runtim'
            Block = { Register-TelemetryPoll -BuiltIn Runtim };
            Message = "There are no built-in measurements 'Runtim'. Use Process, Runtime, Sessions." }
        @{ Name = 'no block'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'; Target = $null
            Block = { Register-TelemetryPoll p $null }; Message = '*cannot be a poll: it is null.*' }
        @{ Name = 'a block with named blocks'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryPoll p { process { } } };
            Message = "*it has a 'process' block. A poll is called once for each run*" }
        @{ Name = 'a $using: variable'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryPoll p { $using:x } }; Message = '*Pass the value by -ArgumentList*' }
        @{ Name = 'a mandatory parameter without a value'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryPoll p { param([Parameter(Mandatory)] $A, [Parameter(Mandatory)] $B) } -ArgumentList 1 }
            Message = '*its parameter $B is mandatory, and gets no value.*' }
        @{ Name = 'an initialization script with named blocks'; Id = 'InvalidScriptBlock'; Category = 'InvalidArgument'
            Block = { Register-TelemetryPoll p { } -InitializationScript { begin { } } };
            Message = '*cannot initialize the session of a poll*' }
    ) {
        Register-TelemetryPoll taken { } -InitialDelay 1h

        $failed = Get-ErrorOf $Block

        $failed.Id, $failed.Category, $failed.IsTerminating | Should -Be $Id, $Category, $true
        $failed.Message | Should -BeLike $Message
        if ($Target) { $failed.Target | Should -Be $Target }
        (Get-TelemetryPoll).Name | Should -Be taken
    }

    It 'a mandatory parameter that gets a value is allowed' {
        Register-TelemetryPoll p { param([Parameter(Mandatory)] $A) $null = $A } -ArgumentList 1 -InitialDelay 1h

        (Invoke-TelemetryPoll p).Succeeded | Should -BeTrue
    }

    It 'a poll is not replaced by one that is refused' {
        Register-TelemetryPoll p { } -InitialDelay 1h

        (Get-ErrorOf { Register-TelemetryPoll p { } -Interval 1ms -Force }).Id | Should -Be InvalidInterval

        (Get-TelemetryPoll p).Interval | Should -Be ([timespan] '0:0:5')
    }

    It '<_> of a name that no poll has is PollNotFound, and the others are found' -ForEach Get, Invoke, Unregister {
        Register-TelemetryPoll a { } -InitialDelay 1h
        $command = "$_-TelemetryPoll"

        $failed = Get-ErrorOf { & $command nothing, a }
        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be PollNotFound, nothing, $false
        $failed.Message | Should -Be "There is no poll 'nothing'. Get-TelemetryPoll lists those there are."
        (Get-ErrorOf { & $command 'a[' }).Id | Should -Be InvalidWildcard
        (Get-StreamsOf { & $command nothing* }).Error | Should -BeNullOrEmpty
        Register-TelemetryPoll a { } -InitialDelay 1h -Force
    }

    It 'P5 a run that was asked for ends the wait with Ctrl+C' {
        $begun = [Threading.ManualResetEventSlim]::new()
        Register-TelemetryPoll p { param($Begun) $Begun.Set(); Start-Sleep 3600 } -InitialDelay 1h -ArgumentList $begun
        $caller = [powershell]::Create()
        $null = $caller.AddScript("$(Get-ImportCommand); Invoke-TelemetryPoll p")
        $null = $caller.BeginInvoke()
        $begun.Wait()

        $caller.Stop()

        $caller.InvocationStateInfo.State | Should -Be Stopped
        (Get-TelemetryPoll p).State | Should -Be Running
        $caller.Runspace.Dispose()
    }
}
