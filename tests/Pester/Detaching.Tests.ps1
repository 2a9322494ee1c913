Describe 'Unregister-TelemetryHandler' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'C10 removes a handler from all its events, and it is not called again' {
        $calls = Register-Recorder a, b h

        Unregister-TelemetryHandler h
        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent b

        $calls.Count | Should -Be 0
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C10 leaves the other handlers of the event' {
        $calls = Register-Recorder a stays
        Register-TelemetryHandler goes a { }

        Unregister-TelemetryHandler goes
        Invoke-TelemetryEvent a

        $calls.Count | Should -Be 1
    }

    It 'C08 finds the id without regard to case' {
        Register-TelemetryHandler My-Handler a { }

        Unregister-TelemetryHandler MY-HANDLER

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C11 reports an unknown id, goes on, and does the rest' {
        'one', 'two' | ForEach-Object { Register-TelemetryHandler $_ a { } }

        $problem = Get-ErrorOf { Unregister-TelemetryHandler one, nope, two }

        $problem.Id | Should -Be 'HandlerNotFound'
        $problem.Category | Should -Be 'ObjectNotFound'
        $problem.Target | Should -Be 'nope'
        $problem.IsTerminating | Should -BeFalse
        $problem.Message | Should -BeLike "*'nope'*Get-TelemetryHandler*"
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C11 reports a handler that is unregistered a second time' {
        Register-TelemetryHandler h a { }

        Unregister-TelemetryHandler h -ErrorVariable first
        Unregister-TelemetryHandler h -ErrorVariable second -ErrorAction SilentlyContinue

        $first.Count | Should -Be 0
        $second.FullyQualifiedErrorId | Should -BeLike 'HandlerNotFound,*'
    }

    It 'C11 takes a wildcard that matches nothing for no error' {
        Unregister-TelemetryHandler nope.* -ErrorVariable problems

        $problems.Count | Should -Be 0
    }

    It 'takes wildcards' {
        'app.log', 'app.count', 'other' | ForEach-Object { Register-TelemetryHandler $_ a { } }

        Unregister-TelemetryHandler APP.*

        (Get-TelemetryHandler).Id | Should -Be 'other'
    }

    It 'takes ids by pipeline' {
        'one', 'two' | ForEach-Object { Register-TelemetryHandler $_ a { } }

        'one', 'two' | Unregister-TelemetryHandler

        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'takes what Get-TelemetryHandler gives, without errors for a handler of several events' {
        Register-TelemetryHandler many a, b, c { }
        Register-TelemetryHandler one a { }

        Get-TelemetryHandler | Unregister-TelemetryHandler -ErrorVariable problems

        $problems.Count | Should -Be 0
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'does nothing with -WhatIf' {
        Register-TelemetryHandler h a { }

        Unregister-TelemetryHandler h -WhatIf

        (Get-TelemetryHandler).Id | Should -Be 'h'
    }

    It 'asks where the preference says so, unless -Confirm:$false' -ForEach @(
        @{ Switch = ''; Left = 1 }
        @{ Switch = '-Confirm:$false'; Left = 0 }
    ) {
        $run = Invoke-FreshPwsh @"
            $(Get-ImportCommand)
            `$ConfirmPreference = 'Low'
            Register-TelemetryHandler h a { }
            try { Unregister-TelemetryHandler h $Switch } catch { 'nobody there to answer' }
            "left: `$(@(Get-TelemetryHandler).Count)"
"@

        $run.Lines[-1] | Should -Be "left: $Left"
    }

    It 'tells with -Verbose which handler of which events it unregisters' {
        Register-TelemetryHandler h a, b { }

        $streams = Get-StreamsOf { Unregister-TelemetryHandler h -Verbose }

        $streams.Verbose | Should -BeLike "*Handler 'h' of a, b*"
    }

    It 'writes nothing' {
        Register-TelemetryHandler h a { }

        Unregister-TelemetryHandler h | Should -BeNullOrEmpty
    }
}
