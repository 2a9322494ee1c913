[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidGlobalVars', '', Justification = 'What a handler sees of a session is tested.')]
param()

Describe 'A handler and the sessions' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # Runs a script in the other session, and gives what it writes.
        function Invoke-There([string] $Script, $Argument) {
            $other.Commands.Clear()
            $other.AddScript($Script).AddArgument($Argument).Invoke()
        }
    }

    BeforeEach {
        $other = [powershell]::Create()
        $null = Invoke-There (Get-ImportCommand)
    }

    AfterEach {
        $other.Runspace.Dispose()
        Clear-TelemetryHandler
    }

    It 'S01 S03 runs on the thread that emits, before the emit returns, in neither the emitter''s session nor its own' {
        $seen = [Collections.Concurrent.ConcurrentQueue[object]]::new()
        Register-TelemetryHandler h a {
            param($n, $m, $d, $c)
            $c.Enqueue([Environment]::CurrentManagedThreadId)
            $c.Enqueue([runspace]::DefaultRunspace.Id)
        } $seen

        $thread, $runspace, $count = Invoke-There {
            param($seen)
            Invoke-TelemetryEvent a
            [Environment]::CurrentManagedThreadId; [runspace]::DefaultRunspace.Id; $seen.Count
        } $seen

        $count | Should -Be 2
        $ranOn, $ranIn = $seen.ToArray()
        $ranOn | Should -Be $thread
        $ranIn | Should -Not -BeIn @($runspace, [runspace]::DefaultRunspace.Id)
    }

    It 'S02 sees the variables and functions of the session that registered it, and can change them' {
        $script:count = 0
        function Add-One { $script:count++ }
        Register-TelemetryHandler h a { Add-One; $script:count++ }

        Invoke-TelemetryEvent a

        $script:count | Should -Be 2
    }

    It 'S03 sees neither session''s variables elsewhere, and leaves none of its own there' {
        $global:place = 'home'
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue("[$place]"); $global:place = 'soiled' } $seen

        Invoke-There { $global:place = 'theirs'; Invoke-TelemetryEvent a; $place } | Should -Be 'theirs'

        $seen | Should -Be '[]'
        $global:place | Should -Be 'home'
        Remove-Variable place -Scope Global
    }

    It 'S03 has elsewhere what -InitializationScript makes, once for each private session' {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Enqueue((Get-Word)) } $seen -InitializationScript {
            $script:times++
            function Get-Word { "word $script:times" }
        }

        Invoke-There { Invoke-TelemetryEvent a; Invoke-TelemetryEvent a }

        $seen | Should -Be 'word 1', 'word 1'
    }

    It 'S03 handles every event of parallel emitters once' -Skip:($PSEdition -eq 'Desktop') {
        $counts = [Collections.Concurrent.ConcurrentBag[int]]::new()
        Register-TelemetryHandler h a { param($n, $m, $d, $c) $c.Add($m.n) } $counts
        $emitted = Get-TelemetryEvent a

        1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            $handle = $using:emitted
            foreach ($i in 1..250) { $handle.Execute(@{ n = 1000 * $_ + $i }) }
        }

        $counts.Count | Should -Be 2000
        ($counts | Sort-Object -Unique).Count | Should -Be 2000
    }

    It 'S04 takes only events of its own session with -Scope Session' {
        $script:count = 0
        Register-TelemetryHandler h a { $script:count++ } -Scope Session

        Invoke-There { Invoke-TelemetryEvent a }
        Invoke-TelemetryEvent a

        $script:count | Should -Be 1
    }

    It 'S09 runs constrained everywhere, if it was registered so' {
        $state = @{}
        $null = Invoke-There { param($s) $global:state = $s } $state
        $other.Runspace.SessionStateProxy.LanguageMode = 'ConstrainedLanguage'
        $null = Invoke-There {
            Register-TelemetryHandler h a { param($n, $m, $d, $c) $c['ran'] = 1; [IO.File]::Exists('x'); $c['called'] = 1 } $global:state
        }

        Invoke-TelemetryEvent a -WarningVariable warnings -WarningAction SilentlyContinue

        $state.Keys | Should -Be 'ran'
        "$warnings" | Should -BeLike '*core types*'
    }

    It 'S10 leaves with its session' {
        $null = Invoke-There { Register-TelemetryHandler theirs a { } }
        (Get-TelemetryHandler).Id | Should -Be 'theirs'

        $other.Runspace.Close()

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'S10 leaves with the module that its block belongs to, whose own OnRemove runs too' {
        $global:removed = 0
        New-Module Ops {
            Register-TelemetryHandler ops a { }
            $ExecutionContext.SessionState.Module.OnRemove = { $global:removed++ }
        } | Import-Module
        Invoke-TelemetryEvent a

        Remove-Module Ops

        Get-TelemetryHandler | Should -BeNullOrEmpty
        $global:removed | Should -Be 1
        Remove-Variable removed -Scope Global
    }
}
