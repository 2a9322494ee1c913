Describe 'Reporters on the screen' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # The path of the folder and the time of a report are others at each run, and so are the bytes of a file.
        function Get-View($Objects, [int] $Width) {
            (Get-ViewLine $Objects $Width) -replace [regex]::Escape("$folder$([IO.Path]::DirectorySeparatorChar)"), '/w/' `
                -replace '\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', 'yyyy-mm-dd hh:mm:ss' -replace '\b\d+(\.\d+)?(m?s|\u00b5s)$', 'age' -replace (
                '(?<= 0 )( *)[\d.]+(s|ms|\u00b5s|min)(?= )'), ' age'
        }

        $folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), "t-$PID")
        $null = New-Item $folder -ItemType Directory -Force
        Register-TelemetryMetric job.done.count Counter
        Invoke-TelemetryEvent job.done
        $text = Start-TelemetryTextFileReporter "$folder/a.prom" -Interval 1h -PassThru
        $push = Start-TelemetryPushgatewayReporter http://127.0.0.1:1 nightly -Interval 1h -PassThru -WarningAction SilentlyContinue
        foreach ($reporter in $text, $push) { $null = $reporter.Reporter.FlushAsync([timespan]::FromMinutes(1)).Result }
        Stop-TelemetryReporter textfile, pushgateway -WarningAction SilentlyContinue
    }
    AfterAll {
        Clear-TelemetryReporter
        Clear-TelemetryMetric
        Remove-Item $folder -Recurse
    }

    It 'a reporter is a row of 80 columns, with the error of the last report below its target' {
        $lines = Get-View ($push, $text) 80

        $lines[0..1] | Should -Be @(
            'Name           State   Reports Failures Dropped   Last Target'
            '----           -----   ------- -------- -------   ---- ------')
        $lines[2] | Should -Match '^pushgateway    Stopped       0        [23]       0        http://127\.0\.0'
        $row = @($lines -match '^textfile')
        $row | Should -Match '^textfile       Stopped       [23]        0       0 +age \S+$'
        ($lines[3..($lines.IndexOf($row[0]) - 1)] -replace '^ {55}' -join '') |
            Should -BeLike '*nightlyno connection to 127.0.0.1:1:*refused*'
    }

    It 'at 120 columns, the target is in one line, and the error in another' {
        $lines = Get-View ($push, $text) 120

        $lines.Count | Should -Be 5
        $lines[2] | Should -BeLike '* http://127.0.0.1:1/metrics/job/nightly'
        $lines[3] | Should -BeLike '     *no connection to 127.0.0.1:1: *'
    }

    It 'a reporter is a list of all that is known of it' {
        Get-View ($text | Format-List) 80 | ForEach-Object { $_ -replace '(Reports|Bytes)( +): \d+$', '$1$2: #' } | Should -Be @(
            'Name       : textfile'
            'Kind       : textfile'
            'State      : Stopped'
            'Target     : /w/a.prom'
            'Interval   : 1h'
            'Reports    : #'
            'Failures   : 0'
            'Dropped    : 0'
            'LastReport : yyyy-mm-dd hh:mm:ssZ'
            'Series     : 1'
            'Bytes      : #')
        Get-View ($push | Format-List) 80 | Select-Object -Last 2 | Should -BeLike 'LastError*: *'
    }

    It 'a long error is cut, and is in one line' {
        $long = Start-TelemetryPushgatewayReporter "http://127.0.0.1:1/$('x' * 150)" nightly -PassThru -WarningAction SilentlyContinue
        $null = $long.Reporter.FlushAsync([timespan]::FromMinutes(1)).Result

        $long.ErrorText.Length | Should -BeLessOrEqual 120
        $long.ErrorText | Should -Not -Match '\n'
        "$long" | Should -Be $long.Name
    }
}
