Describe 'Reporters that cannot start' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $taken = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $taken.Start()
        $port = $taken.LocalEndpoint.Port
        $folder = $TestDrive
        New-Item (Join-Path $folder 'there') -ItemType Directory | Out-Null
    }
    AfterAll { $taken.Stop() }

    It '<Id>: <Command>' -ForEach @(
        @{ Id = 'PortInUse'; Category = 'ResourceBusy'; Command = 'Start-TelemetryPrometheusReporter $port' }
        @{ Id = 'InvalidAddress'; Target = 'here'; Command = 'Start-TelemetryPrometheusReporter 0 -Address here' }
        @{ Id = 'InvalidAddress'; Target = 'a b'; Command = "Start-TelemetryStatsDReporter 'a b'" }
        @{ Id = 'InvalidAddress'; Target = 0; Command = 'Start-TelemetryStatsDReporter localhost 0' }
        @{ Id = 'InvalidOption'; Target = 70000; Command = 'Start-TelemetryPrometheusReporter 70000' }
        @{ Id = 'InvalidOption'; Target = 'metrics'; Command = 'Start-TelemetryPrometheusReporter 0 -Path metrics' }
        @{ Id = 'EndpointNotProtected'; Target = '0.0.0.0'; Category = 'SecurityError'
            Command = 'Start-TelemetryPrometheusReporter 0 -Address 0.0.0.0'; Says = '*-BearerToken or -Credential, or use -Force*' }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryTextFileReporter "$folder/a.txt"'; Says = '*does not end with*.prom*' }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryTextFileReporter "$folder/no/a.prom"'; Says = '*does not exist. Create it first*' }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryJsonLinesReporter "$folder/there"'; Says = '*it is a folder*' }
        @{ Id = 'InvalidPath'; Target = 'env:x'; Command = 'Start-TelemetryJsonLinesReporter env:x'; Says = '*a path of Environment*' }
        @{ Id = 'InvalidPath'; Command = 'Start-TelemetryTextFileReporter "$folder/a.prom" -StatePath "$folder/there"'
            Says = '*it is a folder*' }
        @{ Id = 'InvalidUri'; Target = 'localhost:9091'; Command = 'Start-TelemetryPushgatewayReporter localhost:9091 j' }
        @{ Id = 'InvalidUri'; Target = 'ftp://h/'; Command = 'Start-TelemetryPushgatewayReporter ftp://u:secret@h/ j' }
        @{ Id = 'InvalidUri'; Command = "Start-TelemetryPushgatewayReporter 'http://me:secret#1@h:1' j"; Says = '*percent-encoded*' }
        @{ Id = 'InvalidUri'; Command = "Start-TelemetryPushgatewayReporter -Uri 'http://me:secret/1@h:1' j"; Says = '*percent-encoded*' }
        @{ Id = 'InvalidGroupingKey'; Target = 'a b'
            Command = "Start-TelemetryPushgatewayReporter http://h j -GroupingKey @{ 'a b' = 1 }" }
        @{ Id = 'InvalidGroupingKey'; Target = 'a'; Command = 'Start-TelemetryPushgatewayReporter http://h j -GroupingKey @{ a = 1, 2 }'
            Says = '*has several values*' }
        @{ Id = 'InvalidOption'; Target = 'Patch'; Command = 'Start-TelemetryPushgatewayReporter http://h j -Method Patch'
            Says = "There is no method of a push 'Patch'. Use Put or Post." }
        @{ Id = 'InvalidOption'; Target = [timespan]::Zero; Command = 'Start-TelemetryPushgatewayReporter http://h j -Timeout 0' }
        @{ Id = 'InvalidOption'; Command = "Start-TelemetryPushgatewayReporter http://u:secret@h j -BearerToken secret" }
        @{ Id = 'InvalidOption'; Target = 'x'; Command = 'Start-TelemetryStatsDReporter -Dialect x'; Says = '*Use Etsy or DogStatsD.' }
        @{ Id = 'InvalidOption'; Target = 'a b'; Command = 'Start-TelemetryStatsDReporter -Metric ''a b''' }
        @{ Id = 'InvalidOption'; Target = ' '; Command = "Start-TelemetryStatsDReporter -Name ' '"
            Says = 'The name of a reporter is text without*' }
        @{ Id = 'InvalidInterval'; Target = [timespan]::FromMilliseconds(1); Command = 'Start-TelemetryStatsDReporter -Interval 1ms' }
        @{ Id = 'InvalidOption'; Target = [timespan]::FromSeconds(-1); Command = 'Stop-TelemetryReporter * -Timeout -1'
            Says = 'The timeout is *. Use zero or more, and at most a day.' }
    ) {
        $failed = Get-ErrorOf ([scriptblock]::Create($Command.Replace('$folder', $folder).Replace('$port', $port)))

        $failed.Id | Should -Be $Id
        $failed.IsTerminating | Should -BeTrue
        $failed.Category | Should -Be $(if ($_.ContainsKey('Category')) { $Category } else { 'InvalidArgument' })
        if ($_.ContainsKey('Target')) { $failed.Target | Should -Be $Target }
        if ($_.ContainsKey('Says')) { $failed.Message | Should -BeLike $Says }
        $failed.Message | Should -Not -Match secret
        Get-TelemetryReporter | Should -BeNullOrEmpty
    }

    It 'a token that is missing or of several lines is refused: <Token>' -ForEach @(
        @{ Token = '$null' }
        @{ Token = "''" }
        @{ Token = "'a', 'b'" }
    ) {
        $failed = Get-ErrorOf ([scriptblock]::Create("Start-TelemetryPrometheusReporter 0 -BearerToken ($Token)"))

        $failed.Id | Should -Be 'ParameterArgumentTransformationError'
        $failed.Message | Should -BeLike '*Give one line of text or a secure string*'
        Get-TelemetryReporter | Should -BeNullOrEmpty
    }

    It 'ReporterAlreadyExists: a file that another reporter writes' {
        Start-TelemetryTextFileReporter "$folder/a.prom" -Name one

        $failed = Get-ErrorOf { Start-TelemetryTextFileReporter "$folder/a.prom" -Name other }

        $failed.Id | Should -Be 'ReporterAlreadyExists'
        $failed.Message | Should -BeLike "The reporter 'one' writes to *a.prom' already*"
        (Get-TelemetryReporter).Name | Should -Be one
        Stop-TelemetryReporter one
    }

    It 'ReporterAlreadyExists: the first one goes on' {
        Start-TelemetryTextFileReporter "$folder/a.prom" -Name one

        $failed = Get-ErrorOf { Start-TelemetryTextFileReporter "$folder/b.prom" -Name ONE }

        $failed.Id, $failed.Category, $failed.Target | Should -Be ReporterAlreadyExists, ResourceExists, ONE
        (Get-TelemetryReporter).Target | Should -BeLike '*a.prom'
        Clear-TelemetryReporter
    }

    It 'a state file that is broken is a warning, and one that cannot be read is InvalidPath' -Skip:($env:OS -eq 'Windows_NT') {
        Set-Content "$folder/broken.json" 'no state'

        $streams = Get-StreamsOf { Start-TelemetryTextFileReporter "$folder/c.prom" -StatePath "$folder/broken.json" }

        $streams.Warning.Count | Should -Be 1
        $streams.Error | Should -BeNullOrEmpty
        Clear-TelemetryReporter
    }

    It 'ReporterNotFound is not terminating: <_>' -ForEach 'Get-TelemetryReporter nix', 'Stop-TelemetryReporter nix' {
        $failed = Get-ErrorOf ([scriptblock]::Create($_))

        $failed.Id, $failed.Category, $failed.Target, $failed.IsTerminating |
            Should -Be ReporterNotFound, ObjectNotFound, nix, $false
        $failed.Message | Should -Be "There is no reporter 'nix'. Get-TelemetryReporter lists those there are."
    }

    It 'a wildcard with an open bracket is an error of <_>' -ForEach 'Get-TelemetryReporter', 'Stop-TelemetryReporter' {
        $failed = Get-ErrorOf { & $_ 'a[' }

        $failed.Id, $failed.Target, $failed.IsTerminating | Should -Be InvalidWildcard, 'a[', $false
    }
}
