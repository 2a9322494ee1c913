Describe 'Metrics on the screen' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Get-View($Objects, [int] $Width) {
            (Get-ViewLine $Objects $Width) -replace '\d{4}-\d\d-\d\d', 'yyyy-mm-dd' -replace '\d\d:\d\d:\d\d', 'hh:mm:ss'
        }

        Register-TelemetryMetric web.request.stop.time Distribution -Tag route, status -Bucket 0.1, 1, 10 -Unit second -Lifetime 10m `
            -Where @{ status = 200, 201 } -Group web
        Register-TelemetryMetric job.count Counter -EventName job.* -Tag @{ kind = 'job.kind' } -SeriesLimit 2 -PerPoll
        Register-TelemetryMetric disk.free.ratio LastValue -Value { $_.Metadata.free / $_.Metadata.size }
        1..4 | ForEach-Object { Invoke-TelemetryEvent web.request.stop @{ time = $_ / 2 } @{ route = '/users'; status = 200 } }
        1..5 | ForEach-Object { Invoke-TelemetryEvent job.done @{} @{ 'job.kind' = "k$_" } -WarningAction SilentlyContinue }
        Invoke-TelemetryEvent disk.free @{} @{ free = 2; size = 3 }
    }
    AfterAll { Clear-TelemetryMetric }

    It 'a metric is a row of 80 columns, in which nothing is left out' {
        Get-View (Get-TelemetryMetric) 80 | Should -Be @(
            'Name                  Type         Events    Tags       Series Recorded Problems'
            '----                  ----         ------    ----       ------ -------- --------'
            'disk.free.ratio       LastValue    disk.free                 1        1'
            'job.count             Counter      job.*     kind        2/max        5 TooManyS'
            '                                                                        eries 3'
            'web.request.stop.time Distribution web.reque route,st        1        4'
            '                                   st.stop   atus')
    }

    It 'at 120 columns, all is in one line' {
        (Get-View (Get-TelemetryMetric) 120)[2..4] | Should -Be @(
            'disk.free.ratio       LastValue    disk.free                                            1        1'
            'job.count             Counter      job.*                  kind                      2/max        5 TooManySeries 3'
            'web.request.stop.time Distribution web.request.stop       route,status                  1        4')
    }

    It 'a metric is a list of what its definition says' {
        Get-View (Get-TelemetryMetric | Format-List) 80 | Should -Be @(
            'Name        : disk.free.ratio'
            'Type        : LastValue'
            'Events      : disk.free'
            'Value       : { $_.Metadata.free / $_.Metadata.size }'
            'SeriesLimit : 2000'
            'Series      : 1'
            'Recorded    : 1'
            ''
            'Name        : job.count'
            'Type        : Counter'
            'Events      : job.*'
            'Tags        : kind=job.kind'
            'Options     : PerPoll'
            'SeriesLimit : 2'
            'Series      : 2'
            'Recorded    : 5'
            'Problems    : TooManySeries 3'
            ''
            'Name        : web.request.stop.time'
            'Type        : Distribution'
            'Events      : web.request.stop'
            'Measurement : time'
            'Tags        : route, status'
            'Where       : status=[200, 201]'
            'Unit        : second'
            'Buckets     : 0.1, 1, 10'
            'Lifetime    : 10min'
            'Group       : web'
            'SeriesLimit : 2000'
            'Series      : 1'
            'Recorded    : 4')
    }

    It 'values are a table with the series last, where its tags have room' {
        Get-View (Get-TelemetryMetricValue [djw]*) 80 | Should -Be @(
            'Count     Value     P50     P95     P99 Unit        Series'
            '   -----     -----     ---     ---     --- ----        ------'
            '       1    0.6667                                     disk.free.ratio'
            '       1         1                                     job.count{kind=k1}'
            '       1         1                                     job.count{kind=k2}'
            '       3         3                                     job.count{kind=(other)}'
            '       4         5       1     9.1    9.82 second      web.request.stop.time{rou'
            '                                                       te=/users, status=200}')
    }

    It 'the longest unit that is known fits into its column' {
        Register-TelemetryMetric net.ping.time LastValue -Unit millisecond
        Invoke-TelemetryEvent net.ping @{ time = 2 }

        (Get-View (Get-TelemetryMetricValue net.ping.time) 80)[-1] |
            Should -Be '       1         2                         millisecond net.ping.time'
    }

    It 'values are a list' {
        Get-View (Get-TelemetryMetricValue web.* | Format-List) 80 | Should -Be @(
            'Name    : web.request.stop.time'
            'Type    : Distribution'
            'Tags    : route=/users, status=200'
            'Count   : 4'
            'Sum     : 5'
            'P50     : 1'
            'P95     : 9.1'
            'P99     : 9.82'
            'Value   : 5'
            'Unit    : second'
            'Started : yyyy-mm-dd hh:mm:ssZ'
            'Time    : yyyy-mm-dd hh:mm:ssZ')
    }

    It 'numbers are short: <Number> is <Text>' -ForEach @(
        @{ Number = 0; Text = '0' }, @{ Number = 12345678; Text = '12345678' }, @{ Number = 0.123456; Text = '0.1235' }
        @{ Number = 12.345678; Text = '12.35' }, @{ Number = 1234.567; Text = '1234.6' }, @{ Number = -0.5; Text = '-0.5' }
        @{ Number = [long]::MaxValue; Text = '9223372036854775807' }
        @{ Number = 1.5e-7; Text = '1.5E-07' }, @{ Number = 2.5e20; Text = '2.5E+20' }, @{ Number = 0.1; Text = '0.1' }
    ) {
        Register-TelemetryMetric number.n LastValue -Force
        Invoke-TelemetryEvent number @{ n = $Number }

        (Get-TelemetryMetricValue number.n).ValueText | Should -BeExactly $Text

        Unregister-TelemetryMetric number.n
    }
}
