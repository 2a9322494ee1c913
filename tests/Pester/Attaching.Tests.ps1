Describe 'Register-TelemetryHandler' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'C01 takes id, event, block and config by position' {
        $calls = [Collections.Generic.List[object]]::new()
        Register-TelemetryHandler my-handler web.request.done { $args[3].Add($args[0]) } $calls

        Invoke-TelemetryEvent web.request.done

        $calls | Should -Be 'web.request.done'
        (Get-TelemetryHandler).Id | Should -Be 'my-handler'
    }

    It 'C01 takes id, event, block and config by name, in any order' {
        $calls = [Collections.Generic.List[object]]::new()
        Register-TelemetryHandler -Config $calls -ScriptBlock { $args[3].Add($args[0]) } -EventName job.done -Id by-name

        Invoke-TelemetryEvent job.done

        $calls | Should -Be 'job.done'
    }

    It 'C01 attaches one handler to many events' {
        $calls = Register-Recorder a.one, a.two

        Invoke-TelemetryEvent a.two
        Invoke-TelemetryEvent a.one

        $calls.EventName | Should -Be 'a.two', 'a.one'
    }

    It 'C01 gives the handler the very object registered as config' {
        $config = [pscustomobject]@{ Count = 0 }
        Register-TelemetryHandler h a { $args[3].Count++ } $config

        Invoke-TelemetryEvent a

        $config.Count | Should -Be 1
        [object]::ReferenceEquals((Get-TelemetryHandler h).Config, $config) | Should -BeTrue
    }

    It 'C02 ignores what the handler returns' {
        Register-TelemetryHandler h a { 'output'; return 5 }

        Invoke-TelemetryEvent a | Should -BeNullOrEmpty
        Get-TelemetryHandler h | Should -Not -BeNullOrEmpty
    }

    It 'C03 refuses an id that is taken, on the <On> event, and changes nothing' -ForEach @(
        @{ On = 'same'; EventName = 'a' }
        @{ On = 'other'; EventName = 'b' }
    ) {
        $first = Register-Recorder a h

        $problem = Get-ErrorOf { Register-TelemetryHandler H $EventName { throw 'never' } }
        Invoke-TelemetryEvent a

        $problem.Id | Should -Be 'HandlerAlreadyExists'
        $problem.Category | Should -Be 'ResourceExists'
        $problem.Target | Should -Be 'H'
        $problem.IsTerminating | Should -BeTrue
        $problem.Message | Should -BeLike '*-Force*'
        $first.Count | Should -Be 1
        Test-TelemetryEvent b | Should -BeFalse
    }

    It 'C03 replaces a handler with -Force: its block, its config and its events' {
        $first = Register-Recorder a, b h
        $second = [Collections.Generic.List[string]]::new()
        Register-TelemetryHandler h b, c { $args[3].Add($args[0]) } $second -Force

        'a', 'b', 'c' | ForEach-Object { Invoke-TelemetryEvent $_ }

        $first.Count | Should -Be 0
        $second | Should -Be 'b', 'c'
        (Get-TelemetryHandler).EventName.ForEach{ "$_" } | Should -Be 'b', 'c'
    }

    It 'C03 registers with -Force where there is nothing to replace' {
        Register-TelemetryHandler h a { } -Force

        Test-TelemetryEvent a | Should -BeTrue
    }

    It 'C04 attaches nothing where one of the names is bad' {
        $problem = Get-ErrorOf { Register-TelemetryHandler h good, 'not good', also.good { } }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Target | Should -Be 'not good'
        Get-TelemetryHandler | Should -BeNullOrEmpty
        Test-TelemetryEvent good | Should -BeFalse
    }

    It 'C04 keeps the handler that was there where -Force meets a bad name' {
        $calls = Register-Recorder a h

        { Register-TelemetryHandler h 'not good' { } -Force } | Should -Throw
        Invoke-TelemetryEvent a

        $calls.Count | Should -Be 1
    }

    It 'C05 refuses an empty list of events' {
        { Register-TelemetryHandler h @() { } } | Should -Throw -ErrorId 'ParameterArgumentValidationError*'
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C06 runs a handler once for an event that stands twice in its list, whatever its case' {
        $calls = Register-Recorder a, b, A

        Invoke-TelemetryEvent a

        $calls.Count | Should -Be 1
        @(Get-TelemetryHandler).Count | Should -Be 2
    }

    It 'refuses a blank id' {
        $problem = Get-ErrorOf { Register-TelemetryHandler ' ' a { } }

        $problem.Id | Should -Be 'InvalidHandlerId'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.IsTerminating | Should -BeTrue
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'refuses an id with <What>' -ForEach @(
        @{ What = 'an asterisk'; Id = 'a*'; Shown = 'a*' }
        @{ What = 'a question mark'; Id = 'a?'; Shown = 'a?' }
        @{ What = 'an open bracket'; Id = 'a['; Shown = 'a[' }
        @{ What = 'a closing bracket'; Id = 'a]'; Shown = 'a]' }
        @{ What = 'a line feed'; Id = "a`nb"; Shown = 'a<U+000A>b' }
        @{ What = 'an escape code'; Id = "a$([char] 27)[2J"; Shown = 'a<U+001B>[2J' }
        @{ What = 'a line separator'; Id = "a$([char] 0x2028)b"; Shown = 'a<U+2028>b' }
    ) {
        $problem = Get-ErrorOf { Register-TelemetryHandler $Id a { } }

        $problem.Id | Should -Be 'InvalidHandlerId'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Id
        $problem.IsTerminating | Should -BeTrue
        $problem.Message.Contains("'$Shown'") | Should -BeTrue -Because $problem.Message
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'refuses an id from a pipeline' {
        $problem = Get-ErrorOf {
            [pscustomobject]@{ Id = 'a*'; EventName = 'a'; ScriptBlock = { } } | Register-TelemetryHandler -Force
        }

        $problem.Id | Should -Be 'InvalidHandlerId'
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'writes nothing, and with -PassThru an object for each event' {
        Register-TelemetryHandler silent a { } | Should -BeNullOrEmpty

        $written = Register-TelemetryHandler h a, b { 'me' } 5 -PassThru

        $written.Id | Should -Be 'h', 'h'
        $written.EventName.ForEach{ "$_" } | Should -Be 'a', 'b'
        $written[0].ScriptBlock.ToString() | Should -Be " 'me' "
        $written[0].Config | Should -Be 5
    }

    It 'takes handlers by pipeline, as objects with properties' {
        $calls = [Collections.Generic.List[string]]::new()
        [pscustomobject]@{ Id = 'one'; EventName = 'a', 'b'; ScriptBlock = { $args[3].Add("one $($args[0])") }; Config = $calls },
        [pscustomobject]@{ Id = 'two'; EventName = 'b'; ScriptBlock = { $args[3].Add("two $($args[0])") }; Config = $calls } |
            Register-TelemetryHandler

        Invoke-TelemetryEvent a
        Invoke-TelemetryEvent b

        $calls | Should -Be 'one a', 'one b', 'two b'
    }
}
