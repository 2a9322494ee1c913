Describe 'A parameter that is a duration' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach { Clear-TelemetryHandler }

    It 'takes <_> without quotes, as it is typed' -ForEach '500ms', '10s', '5m', '1h', '1d', '0.5d', '1.5', '20' {
        $seconds = @{ '500ms' = 0.5; '10s' = 10; '5m' = 300; '1h' = 3600; '1d' = 86400; '0.5d' = 43200; '1.5' = 1.5; '20' = 20 }

        & ([scriptblock]::Create("Register-TelemetryHandler slow a { } -Buffered -DrainTimeout $_"))

        (Get-TelemetryHandler slow).DrainTimeout | Should -Be ([timespan]::FromSeconds($seconds[$_]))
    }

    It 'takes a TimeSpan, and what a variable or a splatted table has' {
        $arguments = @{ DrainTimeout = '2m' }
        $time = [timespan]::FromMilliseconds(250)

        Register-TelemetryHandler one a { } -Buffered -DrainTimeout $time
        Register-TelemetryHandler two a { } -Buffered @arguments

        (Get-TelemetryHandler one).DrainTimeout | Should -Be $time
        (Get-TelemetryHandler two).DrainTimeout | Should -Be ([timespan]::FromMinutes(2))
    }

    It 'takes back the text of a table' {
        Register-TelemetryHandler one a { } -Buffered -DrainTimeout 1.5min

        (Get-TelemetryHandler one).DrainTimeout | Should -Be ([timespan]::FromSeconds(90))
    }

    It 'refuses <_>, and shows what it takes' -ForEach 'soon', '10y', '5kb', '5,6' {
        $failed = Get-ErrorOf { & ([scriptblock]::Create("Register-TelemetryHandler slow a { } -Buffered -DrainTimeout $_")) }

        $failed.Id | Should -Be 'ParameterArgumentTransformationError'
        $failed.Message | Should -BeLike ('*is not a duration. Give a number of seconds, such as 10 or 0.5; ' +
            'a number with a unit, such as 500ms, 10s, 5m, 1h or 1d; or a TimeSpan.*')
        Get-TelemetryHandler | Should -BeNullOrEmpty
    }
}
