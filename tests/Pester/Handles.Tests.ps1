Describe 'Get-TelemetryEvent' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'gives a handle that emits' {
        $calls = Register-Recorder a
        $handle = Get-TelemetryEvent a

        $handle.Execute()
        $handle.Execute(5)
        $handle.Execute(@{ ms = 12 }, @{ route = '/users' })

        $calls[0].Measurements.PSBase.Count | Should -Be 0
        $calls[1].Measurements.value | Should -Be 5
        $calls[2].Measurements.ms | Should -Be 12
        $calls[2].Metadata.route | Should -Be '/users'
    }

    It 'gives a handle that knows whether anyone listens, at any time' {
        $handle = Get-TelemetryEvent handle.test
        $handle.HasHandlers | Should -BeFalse

        Register-TelemetryHandler h HANDLE.test { }
        $handle.HasHandlers | Should -BeTrue

        Unregister-TelemetryHandler h
        $handle.HasHandlers | Should -BeFalse
    }

    It 'gives a handle that reads as its name' {
        "$(Get-TelemetryEvent handle.test)" | Should -Be 'handle.test'
        "$((Get-TelemetryEvent handle.test).EventName)" | Should -Be 'handle.test'
    }

    It 'gives a handle that refuses what cannot be measured' {
        $handle = Get-TelemetryEvent a

        { $handle.Execute(@{ ms = 'slow' }) } | Should -Throw "*'ms' is 'slow'*" -ErrorId InvalidPayloadException
    }

    It 'C20 gives a handle that a failing handler does not disturb' {
        Register-TelemetryHandler h a { throw 'boom' }
        $handle = Get-TelemetryEvent a

        $streams = Get-StreamsOf { $handle.Execute(); 'went on' }

        $streams.Output | Should -Be 'went on'
        $streams.Warning | Should -BeLike "*'h' failed*boom*"
    }

    It 'lists the known events by wildcard, in the order of their names' {
        $null = Get-TelemetryEvent known.one, known.two, unknown.three

        (Get-TelemetryEvent KNOWN.*).ForEach{ "$_" } | Should -Be 'known.one', 'known.two'
        (Get-TelemetryEvent).ForEach{ "$_" } | Should -Contain 'unknown.three'
        Get-TelemetryEvent never.* -ErrorVariable problems | Should -BeNullOrEmpty
        $problems.Count | Should -Be 0
    }

    It 'takes names by pipeline, and goes on after a bad one' {
        ('a', 'not a name', 'b' | Get-TelemetryEvent -ErrorAction SilentlyContinue).ForEach{ "$_" } | Should -Be 'a', 'b'
    }

    It 'does not make events known by emitting' {
        1..5 | ForEach-Object { Invoke-TelemetryEvent "emitted.only.$_" }

        Get-TelemetryEvent emitted.only.* | Should -BeNullOrEmpty
    }
}

Describe 'Test-TelemetryEvent' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach { Register-TelemetryHandler h a.b { } }
    AfterEach { Clear-TelemetryHandler }

    It 'tells whether anyone listens to <Name>: <Expected>' -ForEach @(
        @{ Name = 'a.b'; Expected = $true }
        @{ Name = 'A.B'; Expected = $true }
        @{ Name = 'a'; Expected = $false }
        @{ Name = 'a.b.c'; Expected = $false }
        @{ Name = 'never.heard.of'; Expected = $false }
    ) {
        Test-TelemetryEvent $Name | Should -BeExactly $Expected
    }

    It 'answers for each name, by list and by pipeline' {
        Test-TelemetryEvent a.b, nope | Should -Be $true, $false
        'nope', 'a.b' | Test-TelemetryEvent | Should -Be $false, $true
        [pscustomobject]@{ EventName = 'a.b' } | Test-TelemetryEvent | Should -BeTrue
        Get-TelemetryEvent a.b | Test-TelemetryEvent | Should -BeTrue
    }

    It 'answers for what Get-TelemetryHandler gives' {
        Get-TelemetryHandler | Test-TelemetryEvent | Should -BeTrue
    }

    It 'goes on after a bad name' {
        'not a name', 'a.b' | Test-TelemetryEvent -ErrorAction SilentlyContinue | Should -BeTrue
    }
}
