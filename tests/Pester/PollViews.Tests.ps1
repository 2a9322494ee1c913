Describe 'Views of polls' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        Register-TelemetryPoll disk.checked { @{ free = 5 } } disk.checked -Interval 1m -InitialDelay 1h
        Register-TelemetryPoll queue { throw "no`nconnection" } -OnCollect -WarningAction SilentlyContinue
        $null = Invoke-TelemetryPoll * 2> $null
    }
    AfterAll { Clear-TelemetryPoll }

    It 'the table fits <_> columns, and shows what works and what does not' -ForEach 80, 120 {
        $lines = Get-ViewLine (Get-TelemetryPoll) $_

        $lines[0] -replace '\s+', ' ' | Should -Be 'Name State Interval Runs Failures Missed Last Error'
        $lines[2] | Should -Match '^disk\.checked +Waiting +1min +1 +0 +0 +[\d.]+\w+$'
        $lines[3] | Should -Match '^queue +Failing +collect +1 +1 +0 +[\d.]+\w+ +no connection'
    }

    It 'the list shows more' {
        $text = (Get-ViewLine (Get-TelemetryPoll | Format-List) 80) -join "`n"

        $text | Should -Match 'EventName +: disk\.checked'
        $text | Should -Match 'Interval +: 1min'
        $text | Should -Match 'Emitted +: 1'
        $text | Should -Match 'LastRun +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ'
        $text | Should -Match 'LastDuration +: [\d.]+\w+'
        $text | Should -Match 'NextRun +: \d{4}'
        $text | Should -Match 'LastError +: no\s+connection'
    }

    It 'an object has the last error of the script, and shows the state after the poll is gone' {
        $poll = Get-TelemetryPoll queue
        $poll.LastErrorRecord.ScriptStackTrace | Should -BeLike '*PollViews.Tests.ps1: line *'
        $poll.Interval | Should -BeNullOrEmpty
        "$poll" | Should -Be queue

        Unregister-TelemetryPoll queue

        "$($poll.State)", $poll.Runs | Should -Be Removed, 1
    }
}
