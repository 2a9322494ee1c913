Describe 'Format-TelemetryTree' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Sync-Folder {
            Invoke-TelemetrySpan sync @{ job = 'nightly' } -ScriptBlock {
                Invoke-TelemetrySpan sync.file @{ path = 'a' } -ScriptBlock { Invoke-TelemetryEvent retry @{ ms = 3 } }
                try {
                    Invoke-TelemetrySpan sync.file @{ path = 'b' } -ScriptBlock { Start-Sleep -Milliseconds 500; throw 'locked' }
                }
                catch { Write-Verbose "$_" }
            }
        }

        $trace = Trace-TelemetryEvent { Sync-Folder }
        $fork, $end, $line = "$([char] 0x251c)$([char] 0x2500)", "$([char] 0x2514)$([char] 0x2500)", [char] 0x2502
        $expected = @(
            '* sync job=nightly', "  $fork sync.file path=a", "  $line  $end retry ms=3", "* $end sync.file failed (locked) path=b"
        )
    }
    AfterEach { Clear-TelemetryHandler }

    It 'shows a run as a tree, with durations, failures and the slowest path' {
        $lines = @($trace | Format-TelemetryTree)

        $lines.Text | Should -Be $expected
        $lines.State | Should -Be Ok, Ok, Event, Failed
        $lines.Depth | Should -Be 0, 1, 2, 1
        $lines.IsSlowest | Should -Be $true, $false, $false, $true
        $lines[0].Duration | Should -BeGreaterThan $lines[3].Duration
        $lines[3].Share | Should -BeGreaterThan 0.1
        $lines[2].Duration | Should -BeNullOrEmpty
    }

    It 'shows a trace that was saved as <Format>' -ForEach @(@{ Format = 'CLIXML' }, @{ Format = 'JSON' }) {
        $file = Join-Path $TestDrive "trace.$Format"
        $lines = if ($Format -eq 'JSON') {
            $trace | ConvertTo-Json -Depth 3 -WarningAction Ignore | Set-Content $file
            Get-Content $file -Raw | ConvertFrom-Json | Format-TelemetryTree
        }
        else {
            $trace | Export-Clixml $file
            Import-Clixml $file | Format-TelemetryTree
        }

        # JSON of this depth has the text of an exception.
        $lines.Text -replace '\(.*locked.*\)', '(locked)' | Should -Be $expected
        $lines[0].Duration | Should -Be @($trace | Format-TelemetryTree)[0].Duration
    }

    It 'has parallel spans below their parent' -Skip:($PSEdition -eq 'Desktop') {
        $import = Get-ImportCommand
        $lines = Trace-TelemetryEvent {
            Invoke-TelemetrySpan all {
                1..6 | ForEach-Object -ThrottleLimit 3 -Parallel {
                    & ([scriptblock]::Create($using:import))
                    Invoke-TelemetrySpan part { Invoke-TelemetryEvent seen @{ n = 1 } } -ErrorAction Stop
                }
            }
        } | Format-TelemetryTree -MaxChildren 20

        $lines.Where({ $_.Name -eq 'part' }).Depth | Should -Be (, 1 * 6)
        $lines.Where({ $_.Name -eq 'seen' }).Depth | Should -Be (, 2 * 6)
    }

    It 'folds 10,000 spans into ten and a line for the others' {
        $lines = @(Trace-TelemetryEvent {
                Invoke-TelemetrySpan all { foreach ($i in 1..10000) { (Start-TelemetrySpan part @{ i = $i }).Stop() } }
            } | Format-TelemetryTree)

        $lines.Count | Should -Be 12
        $lines[-1].State | Should -Be Folded
        $lines[-1].Text | Should -BeLike '*9,990 more part: mean*, max*'
        @($lines.Where({ $_.IsSlowest })).Count | Should -Be 2
    }

    It 'shows lines while events come, until the rest of the pipeline has enough' -Skip:($PSEdition -eq 'Desktop') {
        $flag = [hashtable]::Synchronized(@{})
        $session = [powershell]::Create()
        $null = $session.AddScript("param(`$flag) $(Get-ImportCommand)`n" +
            'while (-not $flag.IsStopped) { Invoke-TelemetrySpan tick { Invoke-TelemetryEvent tock; Start-Sleep -Milliseconds 5 } }')
        $running = $session.AddArgument($flag).BeginInvoke()
        try {
            $lines = @(Trace-TelemetryEvent tick.* | Format-TelemetryTree -Live | Select-Object -First 3)
            $lines.Name | Should -Be tick, tick, tick
            Get-TelemetryHandler telemetry-trace-* | Should -BeNullOrEmpty
        }
        finally {
            $flag.IsStopped = $true
            $null = $session.EndInvoke($running)
            $session.Runspace.Dispose()
        }
    }

    It 'is a table that fits a screen of <Width> columns' -ForEach @(@{ Width = 80 }, @{ Width = 120 }) {
        $long = Trace-TelemetryEvent { Invoke-TelemetrySpan job @{ text = 'x' * 100 } -ScriptBlock { } }
        $lines = Get-ViewLine ($long | Format-TelemetryTree) $Width

        $lines.Count | Should -Be 3
        $lines[0] | Should -BeLike 'Duration Share*slowest path*'
        if ($Width -eq 80) { $lines[2].TrimEnd() | Should -Match "($([char] 0x2026)|\.\.\.)`$" }
    }

    It 'has no colors in files and in text, and those of errors on a screen' -Skip:(-not $PSStyle) {
        $lines = $trace | Format-TelemetryTree
        $file = Join-Path $TestDrive tree.txt
        $lines > $file
        (Get-Content $file -Raw) | Should -Not -Match "`e"
        $lines | Set-Content $file
        (Get-Content $file)[3] | Should -BeExactly "$($lines[3])"
        "$($lines[3])" | Should -Not -Match "`e"
        $lines[3].StyledText | Should -Match "`e"
        $lines[0].StyledText | Should -Not -Match "`e"
    }

    It 'draws branches that a console without box characters can show' {
        $run = Invoke-FreshPwsh ("[Console]::OutputEncoding = [Text.Encoding]::ASCII; $(Get-ImportCommand); " +
            'Trace-TelemetryEvent { Invoke-TelemetrySpan a { Invoke-TelemetryEvent b; foreach ($i in 1..3) { Invoke-TelemetryEvent c } } ' +
            '} | Format-TelemetryTree -MaxChildren 1 | ForEach-Object Text')

        $run.Lines | Should -Be '  a', '  +- b', '  +- c', '  `- ... 2 more c'
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a depth of 0'; Options = @{ Depth = 0 } }
        @{ Name = 'no children'; Options = @{ MaxChildren = 0 } }
        @{ Name = 'folding of live lines'; Options = @{ Live = $true; MaxChildren = 1 } }
        @{ Name = 'a text as a duration'; Options = @{ MinDuration = 'soon' } }
    ) {
        $problem = Get-ErrorOf { $trace | Format-TelemetryTree @Options }

        $problem.IsTerminating | Should -BeTrue
    }
}
