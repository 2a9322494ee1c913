BeforeDiscovery {
    $badNames = @(
        @{ Why = 'empty'; Name = ''; Says = '*it is empty*' }
        @{ Why = 'with an empty segment'; Name = 'a..b'; Says = '*empty segment*' }
        @{ Why = 'with an empty first segment'; Name = '.a'; Says = '*empty segment*' }
        @{ Why = 'with an empty last segment'; Name = 'a.'; Says = '*empty segment*' }
        @{ Why = 'with white space'; Name = 'web request'; Says = '*white space*' }
        @{ Why = 'with a line break'; Name = "a`nb"; Says = '*white space*' }
        @{ Why = 'with a control character'; Name = "a$([char] 7)b"; Says = '*control character*' }
        @{ Why = 'with an invisible character'; Name = "a$([char] 0x200B)b"; Says = '*a<U+200B>b*invisible character*(U+200B)*' }
        @{ Why = 'with a joiner'; Name = "a$([char] 0x200D)b"; Says = '*invisible character*(U+200D)*' }
        @{ Why = 'with half of a character'; Name = "a$([char] 0xD83D)"; Says = '*half of a character*(U+D83D*' }
    )
    $brackets = @(
        @{ Why = 'with brackets'; Name = 'a[1]'; Says = '*bracket*' }
        @{ Why = 'with brackets and a wildcard'; Name = 'a[1].*'; Says = '*bracket*' }
        @{ Why = 'with an empty segment before a wildcard'; Name = 'a..*'; Says = '*empty segment*' }
    )
    $wildcards = @(
        @{ Why = 'with a question mark'; Name = 'a?'; Says = '*wildcard*' }
        @{ Why = 'with a star'; Name = 'web.*'; Says = '*wildcard*' }
        @{ Why = 'with brackets'; Name = 'a[1]'; Says = '*wildcard*' }
    )
}

Describe 'The name of an event' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'C07 <Why> is refused by Register-TelemetryHandler, which it ends' -ForEach ($badNames + $brackets) {
        $problem = Get-ErrorOf { Register-TelemetryHandler h $Name { } }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Name
        $problem.Message | Should -BeLike $Says
        $problem.IsTerminating | Should -BeTrue
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }

    It 'C07 <Why> is refused by Invoke-TelemetryEvent, which goes on' -ForEach ($badNames + $wildcards) {
        $problem = Get-ErrorOf { Invoke-TelemetryEvent $Name }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Category | Should -Be 'InvalidArgument'
        $problem.Target | Should -Be $Name
        $problem.Message | Should -BeLike $Says
        $problem.IsTerminating | Should -BeFalse
    }

    It 'C07 <Why> is refused by Test-TelemetryEvent, which goes on' -ForEach ($badNames + $wildcards) {
        $problem = Get-ErrorOf { Test-TelemetryEvent $Name }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Target | Should -Be $Name
        $problem.IsTerminating | Should -BeFalse
    }

    It 'C07 <Why> is refused as a prefix by Get-TelemetryHandler' -ForEach ($badNames + $wildcards) {
        $problem = Get-ErrorOf { Get-TelemetryHandler -EventName $Name }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Target | Should -Be $Name
    }

    It 'C07 <Why> is refused by Get-TelemetryEvent, which goes on' -ForEach $badNames {
        $problem = Get-ErrorOf { Get-TelemetryEvent $Name }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Target | Should -Be $Name
        $problem.IsTerminating | Should -BeFalse
    }

    It 'C07 with an invisible character and a wildcard is refused as a prefix by a message that shows both' {
        $problem = Get-ErrorOf { Get-TelemetryHandler -EventName "a$([char] 0x200B).*" }

        $problem.Id | Should -Be 'InvalidEventName'
        $problem.Message | Should -BeLike '*a<U+200B>.`**(U+200B)*no wildcard*'
    }

    It 'P3 has characters that a question mark in a pattern stands for as a whole' {
        $face = [char]::ConvertFromUtf32(0x1F600)
        $calls = Register-Recorder 'face.?'

        "face.$face", "face.$face$face", 'face.x' | ForEach-Object { Invoke-TelemetryEvent $_ }

        $calls.EventName | Should -Be "face.$face", 'face.x'
    }

    It 'C07 may be one segment or many, of any letters, digits and signs' {
        $names = 'a', 'job.item.done', "Gr$([char] 0xF6)$([char] 0xDF)e.ist-neu",
            "a.$([char]::ConvertFromUtf32(0x1F600))", 'my_app.v2/x.100%'
        $calls = Register-Recorder $names

        $names | ForEach-Object { Invoke-TelemetryEvent $_ }

        $calls.EventName | Should -Be $names
    }

    It 'C08 compares without regard to case, and keeps the spelling first given' {
        $calls = Register-Recorder Only.Spelled.Here

        Invoke-TelemetryEvent ONLY.spelled.here

        $calls.EventName | Should -BeExactly 'Only.Spelled.Here'
        "$((Get-TelemetryHandler).EventName)" | Should -BeExactly 'Only.Spelled.Here'
        Test-TelemetryEvent only.SPELLED.here | Should -BeTrue
    }

    It 'C08 compares without regard to the culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'tr-TR'
            $calls = Register-Recorder mail.in

            Invoke-TelemetryEvent MAIL.IN

            $calls.Count | Should -Be 1
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }
}
