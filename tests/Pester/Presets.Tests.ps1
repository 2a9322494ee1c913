Describe 'Presets, and files with polls and sources' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function New-DataFile([string] $Text) {
            $path = Join-Path $TestDrive "$([guid]::NewGuid()).psd1"
            Set-Content $path $Text
            $path
        }

        function Get-EnabledSource { (Get-TelemetrySource | Where-Object State -NotIn Known, Available).Name }
    }
    AfterEach {
        Clear-TelemetryPoll
        Clear-TelemetryMetric
        Clear-TelemetryHandler
        if ($PSVersionTable.PSVersion -ge '7.4') { Get-EnabledSource | Where-Object { $_ } | Disable-TelemetrySource }
    }

    It 'the runtime is measured by its poll, without a problem' {
        Import-TelemetryMetric -Preset runtime
        [gc]::Collect()
        1..2 | ForEach-Object { (Invoke-TelemetryPoll Runtime).Succeeded | Should -BeTrue }

        $values = @{}
        Get-TelemetryMetricValue vm.* | ForEach-Object { $values[$_.Name] = $_.Value }
        $values['vm.memory.working_set'] | Should -BeGreaterThan 1MB
        $values['vm.gc.gen2_collections'] | Should -BeGreaterThan 0
        $values['vm.cpu.user'] | Should -BeGreaterThan 0
        $values.Count | Should -Be @(Get-TelemetryMetric -Name vm.*).Count
        (Get-TelemetryMetric | Where-Object { $_.Problems.psbase.Count }) | Should -BeNullOrEmpty
        (Get-TelemetryMetric vm.cpu.user).Group | Should -Be Runtime
    }

    It 'the failures of handlers and polls are counted by the preset of the library itself' {
        Import-TelemetryMetric -Preset Telemetry
        Register-TelemetryHandler h a.b { throw 'boom' } -WarningAction SilentlyContinue
        Register-TelemetryPoll p { throw 'boom' } -InitialDelay 1h -WarningAction SilentlyContinue
        Invoke-TelemetryEvent a.b -WarningAction SilentlyContinue
        $null = Invoke-TelemetryPoll p 2> $null

        Get-TelemetryMetricValue telemetry.* | ForEach-Object { "$_" } |
            Should -Be 'telemetry.handler.failure.count{handler=h, event=a.b} 1', 'telemetry.poller.poll.failed{poll=p} 1'
    }

    It 'the source of a preset is enabled' -Skip:($PSVersionTable.PSVersion -lt '7.4') {
        Import-TelemetryMetric -Preset Http

        Get-EnabledSource | Should -Be System.Net.Http
        (Get-TelemetryMetric).Name | Should -Be http.client.request.count, http.client.request.duration, http.client.request.failed
    }

    It 'all presets go together, each once; again is an error, -Force begins at 0' -Skip:($PSVersionTable.PSVersion -lt '7.4') {
        Import-TelemetryMetric -Preset Http, Npgsql, Runtime, Telemetry
        $null = Invoke-TelemetryPoll Runtime
        $before = Get-TelemetryPoll Runtime

        $failed = Get-ErrorOf { Import-TelemetryMetric -Preset Runtime }
        $failed.Id, $failed.IsTerminating | Should -Be MetricAlreadyExists, $true
        Import-TelemetryMetric -Preset Http, Npgsql, Runtime, Telemetry -Force

        "$($before.State)" | Should -Be Removed
        (Get-TelemetryPoll).Name | Should -Be Runtime
        Get-EnabledSource | Should -Be Npgsql, System.Net.Http
    }

    It 'a poll that runs already is kept, and one of another kind with its name is an error' {
        Register-TelemetryPoll -BuiltIn Runtime -Interval 1h
        $first = Get-TelemetryPoll Runtime
        Import-TelemetryMetric -Preset Runtime
        "$($first.State)" | Should -Not -Be Removed

        Clear-TelemetryPoll
        Clear-TelemetryMetric
        Register-TelemetryPoll Runtime { } -InitialDelay 1h
        $failed = Get-ErrorOf { Import-TelemetryMetric -Preset Runtime }

        $failed.Id | Should -Be PollAlreadyExists
        $failed.Message | Should -BeLike "preset Runtime:3: poll 1 ('Runtime'): There is another poll 'Runtime' already.*-Force*"
        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'an unknown preset is an error that lists them, and -WhatIf registers nothing' {
        $failed = Get-ErrorOf { Import-TelemetryMetric -Preset Htp }
        $failed.Id, $failed.Category, $failed.Target | Should -Be PresetNotFound, ObjectNotFound, Htp
        $failed.Message | Should -Be "There is no preset 'Htp'. The presets are Http, Npgsql, Runtime, Telemetry."

        Import-TelemetryMetric -Preset Runtime -WhatIf
        Get-TelemetryMetric | Should -BeNullOrEmpty
        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'a preset can be written to a file, as other metrics can' {
        Import-TelemetryMetric -Preset Runtime
        $path = Join-Path $TestDrive runtime.psd1
        Export-TelemetryMetric $path
        $names = (Get-TelemetryMetric).Name
        Clear-TelemetryMetric

        Import-TelemetryMetric $path

        (Get-TelemetryMetric).Name | Should -Be $names
    }

    It 'M16 a file starts its polls: with their options' {
        Import-TelemetryMetric (New-DataFile @'
@{
    Metrics = @{ Name = 'powershell.sessions.count'; Type = 'LastValue' }
    Polls   = @(
        @{ BuiltIn = 'sessions'; Name = 'mine'; Interval = '2h' }
        @{ BuiltIn = 'Process'; OnCollect = $true }
    )
}
'@)
        $mine, $process = Get-TelemetryPoll

        $mine.Name, $mine.BuiltIn, "$($mine.Interval)", $mine.OnCollect | Should -Be mine, Sessions, '02:00:00', $false
        $process.Name, $process.OnCollect | Should -Be Process, $true
        $null = Invoke-TelemetryPoll mine
        (Get-TelemetryMetricValue).Value | Should -BeGreaterThan 0
    }

    It 'M16 a poll that is wrong leaves nothing: <Name>' -ForEach @(
        @{ Name = 'an unknown option'; Poll = "@{ BuiltIn = 'Runtime'; Intervall = 5 }"; Id = 'UnknownMetricOption'
            Message = "*:3: poll 1 ('Runtime'): there is no option 'Intervall'. Did you mean 'Interval'?" }
        @{ Name = 'no measurements'; Poll = "@{ Name = 'disk' }"; Id = 'InvalidMetricFile'
            Message = "*:3: poll 1 ('disk'): a poll of a file is one of the built-in ones. Add the option BuiltIn." }
        @{ Name = 'unknown measurements'; Poll = "@{ BuiltIn = 'Disk' }"; Id = 'UnknownBuiltIn'
            Message = "*:3: poll 1 ('Disk'): There are no built-in measurements 'Disk'. Use Process, Runtime, Sessions." }
        @{ Name = 'an interval that is out of range'; Poll = "@{ BuiltIn = 'Runtime'; Interval = '1ms' }"; Id = 'InvalidInterval'
            Message = "*:3: poll 1 ('Runtime'): The interval is *" }
        @{ Name = 'a name twice'; Poll = "@{ BuiltIn = 'Runtime' }, @{ BuiltIn = 'Process'; Name = 'runtime' }"; Id = 'PollAlreadyExists'
            Message = "*:3: poll 2 ('runtime'): The file has a poll 'runtime' before this one.*" }
    ) {
        $path = New-DataFile "@{`nMetrics = @{ Name = 'a.n'; Type = 'Sum' }`nPolls = @( $Poll )`n}"

        $failed = Get-ErrorOf { Import-TelemetryMetric $path }

        $failed.Id | Should -Be $Id
        $failed.Message | Should -BeLike $Message
        Get-TelemetryMetric | Should -BeNullOrEmpty
        Get-TelemetryPoll | Should -BeNullOrEmpty
    }

    It 'M16 a metric or a source that is refused leaves nothing' -Skip:($PSVersionTable.PSVersion -lt '7.4') {
        Register-TelemetryMetric a.taken Counter
        $metric = New-DataFile @'
@{
    Sources = @{ Name = 'System.Net.Http'; Via = 'Activity' }
    Metrics = @( @{ Name = 'a.n'; Type = 'Sum' }; @{ Name = 'a.taken'; Type = 'Sum' } )
    Polls   = @{ BuiltIn = 'Runtime' }
}
'@
        $source = New-DataFile @'
@{
    Sources = @( @{ Name = 'System.Net.Http'; Via = 'Activity' }; @{ Name = 'No.Such.Source' } )
    Metrics = @{ Name = 'a.n'; Type = 'Sum' }
    Polls   = @{ BuiltIn = 'Runtime' }
}
'@

        (Get-ErrorOf { Import-TelemetryMetric $metric }).Id | Should -Be MetricAlreadyExists
        $failed = Get-ErrorOf { Import-TelemetryMetric $source }

        $failed.Id | Should -Be UnknownSource
        $failed.Message | Should -BeLike "*psd1:2: source 2 ('No.Such.Source'): *"
        (Get-TelemetryMetric).Name | Should -Be a.taken
        Get-TelemetryPoll | Should -BeNullOrEmpty
        Get-EnabledSource | Should -BeNullOrEmpty
    }
}
