Describe 'Metrics' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    AfterEach {
        Clear-TelemetryMetric
        Clear-TelemetryHandler
    }

    Context 'what is recorded' {
        It 'M1 the last segment of the name is the measurement, and what precedes it the event' {
            Register-TelemetryMetric web.request.stop.size Sum

            Invoke-TelemetryEvent web.request.stop @{ size = 3; duration = 9 }
            Invoke-TelemetryEvent web.request.stop @{ size = 4 }
            Invoke-TelemetryEvent web.request @{ size = 100 }

            $value = Get-TelemetryMetricValue web.request.stop.size
            $value.Value, $value.Sum, $value.Count | Should -Be 7, 7, 2
        }

        It 'M1 events and the measurement can be named, and events by patterns' {
            Register-TelemetryMetric size.total Sum -EventName job.*, mail.sent -Measurement bytes

            Invoke-TelemetryEvent job.done @{ bytes = 1 }
            Invoke-TelemetryEvent mail.sent @{ bytes = 2 }
            Invoke-TelemetryEvent mail.lost @{ bytes = 4 }

            (Get-TelemetryMetricValue size.total).Value | Should -Be 3
            $metric = Get-TelemetryMetric size.total
            $metric.EventName | Should -Be 'job.*', 'mail.sent'
            $metric.Measurement | Should -Be 'bytes'
        }

        It 'M1 a counter counts events whatever they measure' {
            Register-TelemetryMetric job.done.count Counter

            1..3 | ForEach-Object { Invoke-TelemetryEvent job.done }

            (Get-TelemetryMetricValue job.done.count).Value | Should -Be 3
        }

        It 'M3 numeric text, times and units become numbers of the unit' {
            Register-TelemetryMetric a.took LastValue
            Register-TelemetryMetric b.took LastValue -Unit millisecond
            Register-TelemetryMetric c.size LastValue -Unit kilobyte -FromUnit byte

            Invoke-TelemetryEvent a @{ took = [timespan]::FromMilliseconds(250) }
            Invoke-TelemetryEvent b @{ took = [timespan]::FromMilliseconds(250) }
            Invoke-TelemetryEvent c @{ size = '1500' }

            (Get-TelemetryMetricValue ?.took, c.size).Value | Should -Be 0.25, 250, 1.5
        }

        It 'M3 a constant is recorded for each event' {
            Register-TelemetryMetric build.info LastValue -EventName build.start -Value 1 -Tag version

            Invoke-TelemetryEvent build.start @{} @{ version = '1.2.3' }

            $value = Get-TelemetryMetricValue build.info
            $value.Value | Should -Be 1
            $value.Tags.version | Should -Be '1.2.3'
        }

        It 'M4 an event that cannot be recorded is counted, and warned of once, and the emitter goes on' {
            Register-TelemetryMetric a.size Sum

            $streams = Get-StreamsOf {
                Invoke-TelemetryEvent a @{ size = -1 }
                Invoke-TelemetryEvent a @{ other = 1 }
                Invoke-TelemetryEvent a @{ other = 1 }
                'on'
            }

            $streams.Output | Should -Be 'on'
            $streams.Error | Should -BeNullOrEmpty
            $streams.Warning.Count | Should -Be 2
            $streams.Warning[0] | Should -BeLike "The metric 'a.size' did not record an event 'a' whose 'size' is negative,*"
            $streams.Warning[1] | Should -BeLike "The metric 'a.size' did not record an event 'a' that has no measurement 'size'.*"
            $problems = (Get-TelemetryMetric a.size).Problems
            $problems.Negative, $problems.MissingMeasurement | Should -Be 1, 2
        }

        It 'M5 a missing tag is empty, and counted; or the event is skipped' {
            Register-TelemetryMetric a.count Counter -Tag route
            Register-TelemetryMetric a.number Counter -Tag route -SkipMissingTag

            Invoke-TelemetryEvent a -WarningAction SilentlyContinue

            (Get-TelemetryMetricValue a.count).Tags.route | Should -Be ''
            Get-TelemetryMetricValue a.number | Should -BeNullOrEmpty
            (Get-TelemetryMetric a.*).Problems.MissingTag | Should -Be 1, 1
        }

        It 'M6 tags are metadata keys, renamed ones, or read by a script block' {
            Register-TelemetryMetric a.count Counter -Tag route, @{ code = 'http.status'; kind = { $_.Metadata.route.Length } }

            foreach ($status in 200, 200L, '200') {
                Invoke-TelemetryEvent a @{} @{ route = '/a'; 'http.status' = $status }
            }

            $value = Get-TelemetryMetricValue a.count
            $value.Count | Should -Be 3
            $value.Tags.GetEnumerator().ForEach({ "$($_.Key)=$($_.Value)" }) | Should -Be 'route=/a', 'code=200', 'kind=2'
        }

        It 'M6 an ordered table keeps the order of tags, and another one is sorted' {
            Register-TelemetryMetric a.one Counter -Tag ([ordered]@{ z = 'z'; b = 'b'; m = 'm' })
            Register-TelemetryMetric a.two Counter -Tag @{ z = 'z'; b = 'b'; m = 'm' }

            (Get-TelemetryMetric a.*).TagText | Should -Be 'z,b,m', 'b,m,z'
        }

        It 'M7 beyond the limit, series are one' {
            Register-TelemetryMetric a.count Counter -Tag id -SeriesLimit 2

            1..5 | ForEach-Object { Invoke-TelemetryEvent a @{} @{ id = $_ } -WarningAction SilentlyContinue }

            $values = Get-TelemetryMetricValue a.count
            $values.ForEach({ $_.Tags.id }) | Should -Be '1', '2', '(other)'
            $values.Value | Should -Be 1, 1, 3
            (Get-TelemetryMetric a.count).SeriesText | Should -Be '2/max'
        }

        It 'M8 a sum goes down where that is allowed, and takes running totals' {
            Register-TelemetryMetric a.level Sum -AllowNegative
            Register-TelemetryMetric a.total Sum -RunningTotal

            Invoke-TelemetryEvent a @{ level = 5; total = 100 }
            Invoke-TelemetryEvent a @{ level = -7; total = 130 }

            (Get-TelemetryMetricValue a.level).Value | Should -Be -2
            (Get-TelemetryMetric a.total).RunningTotal | Should -BeTrue
        }

        It 'M10 declared values make series from the start' {
            Register-TelemetryMetric a.count Counter -Tag status, kind -TagValue @{ status = 200, 500; kind = 'x' }

            Get-TelemetryMetricValue a.count | ForEach-Object { "$($_.Tags.status) $($_.Tags.kind) $($_.Value)" } |
                Should -Be '200 x 0', '500 x 0'
        }

        It 'M17 conditions select events by values, lists and wildcards' {
            Register-TelemetryMetric a.count Counter -Where @{ status = 200, 201; route = '/api/*' } -WhereNot @{ cached = $true }

            Invoke-TelemetryEvent a @{} @{ status = 201; route = '/api/users' }
            Invoke-TelemetryEvent a @{} @{ status = '200'; route = '/API/jobs' }
            Invoke-TelemetryEvent a @{} @{ status = 500; route = '/api/users' }
            Invoke-TelemetryEvent a @{} @{ status = 200; route = '/' }
            Invoke-TelemetryEvent a @{} @{ status = 200; route = '/api/'; cached = $true }

            (Get-TelemetryMetricValue a.count).Value | Should -Be 2
        }

        It 'M17 a script block selects events, too' {
            Register-TelemetryMetric a.count Counter -Where { $_.Metadata.status -ge 500 }

            200, 500, 503 | ForEach-Object { Invoke-TelemetryEvent a @{} @{ status = $_ } }

            (Get-TelemetryMetricValue a.count).Value | Should -Be 2
        }
    }

    Context 'definitions from elsewhere' {
        It 'come from JSON, by property name' {
            $json = '[ { "name": "a.size", "type": "distribution", "tag": ["route"], "bucket": [1, 10], "unit": "byte",
                "where": { "status": [200, 201] }, "lifetime": "10m", "seriesLimit": 9, "perPoll": true },
                { "name": "b.n", "type": "Sum", "tag": { "code": "status" }, "allowNegative": true } ]'

            # A variable, because an array out of ConvertFrom-Json is one object of the pipeline in Windows PowerShell.
            $definitions = $json | ConvertFrom-Json
            $definitions | Register-TelemetryMetric

            $first, $second = Get-TelemetryMetric
            $first.Type, $first.TagText, $first.Unit, $first.SeriesLimit, $first.PerPoll | Should -Be Distribution, route, byte, 9, $true
            $first.Bucket | Should -Be 1, 10
            $first.Where.status | Should -Be 200, 201
            $first.Lifetime | Should -Be ([timespan]::FromMinutes(10))
            $second.Tag.code, $second.AllowNegative | Should -Be status, $true
        }

        It 'come from CSV, with blank cells, and lists in a cell' {
            @'
Name,Type,EventName,Tag,Bucket,Unit,Lifetime,SeriesLimit,PerPoll,Value
a.size,Distribution,,"route, status","0.5, 1.5",byte,1h,,true,
b.info,LastValue,"job.*, mail.sent",,,,,7,false,1
'@ | ConvertFrom-Csv | Register-TelemetryMetric

            $first, $second = Get-TelemetryMetric
            $first.TagText, $first.Unit, $first.SeriesLimit, $first.PerPoll | Should -Be 'route,status', byte, 2000, $true
            $first.Bucket | Should -Be 0.5, 1.5
            $first.Lifetime | Should -Be ([timespan]::FromHours(1))
            $second.EventName | Should -Be 'job.*', 'mail.sent'
            $second.Value, $second.SeriesLimit, $second.PerPoll, $second.Tag.Count | Should -Be 1, 7, $false, 0
            $second.Unit | Should -BeNullOrEmpty
        }

        It 'one that is wrong is an error of that item, and the others are registered' {
            $failed = Get-ErrorOf {
                [pscustomobject]@{ Name = 'a.x'; Type = 'Gauge' }, [pscustomobject]@{ Name = 'a.y'; Type = 'Sum' } |
                    Register-TelemetryMetric
            }

            $failed.Id, $failed.IsTerminating | Should -Be InvalidMetricType, $false
            (Get-TelemetryMetric).Name | Should -Be 'a.y'
        }

        It 'a listed metric can be registered again, with other parameters' {
            Register-TelemetryMetric a.size Distribution -Tag @{ code = 'status' } -Bucket 1, 2 -Unit byte -Where @{ s = 1, 'b*' } `
                -WhereNot @{ t = $null } -TagValue @{ code = 1 } -Lifetime 5m -Group web -Description 'Sizes.' -PerPoll

            Get-TelemetryMetric a.size | Register-TelemetryMetric -Force -SeriesLimit 3

            $metric = Get-TelemetryMetric a.size
            $metric.SeriesLimit, $metric.Unit, $metric.Group, $metric.Description, $metric.PerPoll |
                Should -Be 3, byte, web, 'Sizes.', $true
            $metric.Tag.code, $metric.TagValue.code, $metric.Lifetime | Should -Be status, 1, ([timespan]::FromMinutes(5))
            $metric.Where.s | Should -Be 1, 'b*'
            $metric.WhereNot.Contains('t') | Should -BeTrue
            $metric.Bucket | Should -Be 1, 2
        }
    }

    Context 'the list' {
        It 'finds metrics by name and wildcard, and reports a name that there is not' {
            Register-TelemetryMetric a.one Counter
            Register-TelemetryMetric a.two Counter -PassThru | ForEach-Object Name | Should -Be a.two

            (Get-TelemetryMetric).Name | Should -Be a.one, a.two
            (Get-TelemetryMetric A.ONE).Name | Should -Be a.one
            (Get-TelemetryMetric *two, a.*).Name | Should -Be a.two, a.one
            Get-TelemetryMetric x* | Should -BeNullOrEmpty
            (Get-ErrorOf { Get-TelemetryMetric nope }).Id | Should -Be MetricNotFound
        }

        It 'M13 an equal name is refused, and replaced with -Force' {
            Register-TelemetryMetric a.n Counter
            Invoke-TelemetryEvent a

            $failed = Get-ErrorOf { Register-TelemetryMetric A.N Sum }
            Register-TelemetryMetric a.n Sum -Force

            $failed.Id, $failed.Category, $failed.Target, $failed.IsTerminating | Should -Be MetricAlreadyExists, ResourceExists, A.N, $true
            $failed.Message | Should -BeLike '*use -Force to replace it.'
            (Get-TelemetryMetric).Type | Should -Be Sum
            (Get-TelemetryMetric).Recorded | Should -Be 0
        }

        It 'M13 names that would be exported as one are refused' {
            Register-TelemetryMetric job.size Sum -Unit byte

            $failed = Get-ErrorOf { Register-TelemetryMetric job_size.bytes Counter -EventName job }

            $failed.Id | Should -Be MetricNameCollision
            $failed.Message | Should -BeLike "*'job.size'*"
        }

        It 'unregisters by name, wildcard and pipe, and asks where it is told to' {
            'a.one', 'a.two', 'b.one', 'b.two' | ForEach-Object { Register-TelemetryMetric $_ Counter }

            Unregister-TelemetryMetric a.one
            Unregister-TelemetryMetric a* -WhatIf
            Get-TelemetryMetric b.* | Unregister-TelemetryMetric

            (Get-TelemetryMetric).Name | Should -Be a.two
            (Get-ErrorOf { Unregister-TelemetryMetric nope }).Id | Should -Be MetricNotFound
        }

        It 'sets metrics back to the beginning' {
            Register-TelemetryMetric a.n Sum -Tag t
            Invoke-TelemetryEvent a @{ n = 3 } @{ t = 1 }
            Invoke-TelemetryEvent a -WarningAction SilentlyContinue

            Reset-TelemetryMetric a.n -WhatIf
            (Get-TelemetryMetric a.n).Recorded | Should -Be 1
            Reset-TelemetryMetric a.*

            $metric = Get-TelemetryMetric a.n
            $metric.Recorded, $metric.Series, $metric.Problems.Count | Should -Be 0, 0, 0
        }

        It 'a metric is no handler to those who unregister all handlers' {
            Register-TelemetryMetric a.n Counter
            Register-TelemetryHandler mine a { }

            (Get-TelemetryHandler).Id | Should -Be mine
            Unregister-TelemetryHandler *
            Invoke-TelemetryEvent a

            (Get-TelemetryMetricValue a.n).Value | Should -Be 1
            (Get-TelemetryHandler telemetry.*).EventName | Should -Be a
        }
    }
}
