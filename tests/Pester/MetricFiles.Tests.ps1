Describe 'Files of metrics' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        $folder = Join-Path ([IO.Path]::GetTempPath()) "telemetry-$([guid]::NewGuid())"
        $null = New-Item $folder -ItemType Directory

        function New-DataFile([string] $Content, [string] $Name = 'metrics.psd1') {
            $path = Join-Path $folder $Name
            Set-Content $path $Content -Encoding UTF8
            $path
        }
    }
    AfterEach { Clear-TelemetryMetric }
    AfterAll { Remove-Item $folder -Recurse -Force }

    It 'M16 a data file registers all its metrics' {
        $path = New-DataFile @'
@{
    Prefix  = 'shop'
    Metrics = @(
        @{ Name = 'order.placed.count'; Type = 'Counter'; Tag = 'kind' }
        @{
            Name     = 'order.placed.amount'
            Type     = 'Distribution'
            Tag      = [ordered] @{ z = 'customer'; a = 'a' }
            Bucket   = -1, .5, 1kb
            Where    = @{ kind = 'web', 'b*', $null; test = $false }
            Lifetime = 1d
            PerPoll  = $true
        }, @{ Name = 'order.lost.count'; Type = "Counter"; Lifetime = '5m'; SeriesLimit = 7 }
    )
}
'@

        (Import-TelemetryMetric $path -PassThru).Name |
            Should -Be shop.order.placed.count, shop.order.placed.amount, shop.order.lost.count

        $total = Get-TelemetryMetric shop.order.placed.amount
        $total.EventName, $total.Measurement, $total.TagText, $total.PerPoll | Should -Be shop.order.placed, amount, 'z,a', $true
        $total.Bucket | Should -Be -1, 0.5, 1024
        $total.Where.kind | Should -Be web, 'b*', $null
        $total.Lifetime | Should -Be ([timespan]::FromDays(1))
        $lost = Get-TelemetryMetric shop.order.lost.count
        $lost.Lifetime, $lost.SeriesLimit | Should -Be ([timespan]::FromMinutes(5)), 7
    }

    It 'M16 so does the same in JSON' {
        $path = New-DataFile '{ "Metrics": [ { "Name": "a.n", "Type": "Counter", "Tag": ["t"] } ] }' metrics.json

        Get-Item $path | Import-TelemetryMetric

        (Get-TelemetryMetric).TagText | Should -Be t
    }

    It 'M16 nothing in a data file is run, and the line is named: <Line> <Code>' -ForEach @(
        @{ Line = 2; Code = 'Remove-Item $marker'; Says = "*'Remove-Item*' is not data. The file is read as data: commands are not run." }
        @{ Line = 2; Code = '$(Remove-Item $marker)'; Says = '*is not data*only texts, numbers, $true,*' }
        @{ Line = 2; Code = '(Get-Date)'; Says = '*is not data*' }
        @{ Line = 2; Code = '"a.$HOME"'; Says = '*is not data*' }
        @{ Line = 2; Code = '$env:HOME'; Says = '*is not data*' }
        @{ Line = 2; Code = '[IO.File]::Delete($marker)'; Says = '*is not data*' }
        @{ Line = 2; Code = '{ 1 }'; Says = '*is not data*' }
        @{ Line = 2; Code = "'a' | Out-Null"; Says = '*is not data*' }
        @{ Line = 2; Code = '1 + 1'; Says = '*is not data*' }
    ) {
        $path = New-DataFile "@{`n    Metrics = $Code`n}"

        $failed = Get-ErrorOf { Import-TelemetryMetric $path }

        $failed.Id, $failed.Category, $failed.Target | Should -Be InvalidMetricFile, InvalidData, $path
        $failed.Message | Should -BeLike "*metrics.psd1:${Line}: $Says"
        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'M16 all errors are named with file, line and entry, and none of the metrics is registered' {
        $path = New-DataFile @'
@{ Metrics = @(
    @{ Name = 'a.n'; Type = 'Counter' }
    @{ Name = 'a.m'; Typ = 'Counter' }
    @{ Name = 'a.o'; Type = 'Sum'; Bucket = 1 }
) }
'@

        $failed = Get-ErrorOf { Import-TelemetryMetric $path }

        $failed.Id | Should -Be InvalidMetricFile
        $failed.Message | Should -BeLike "*metrics.psd1:3: metric 2 ('a.m'): there is no option 'Typ'. Did you mean 'Type'?*"
        $failed.Message | Should -BeLike "*metrics.psd1:4: metric 3 ('a.o'): *has no buckets*"
        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'M16 <Id>: <Content>' -ForEach @(
        @{
            Id = 'UnknownMetricOption'; Says = "*Did you mean 'Tag'?"
            Content = "@{ Metrics = @{ Name = 'a.n'; Type = 'Sum'; Tagg = 'x' } }"
        }
        @{ Id = 'InvalidMetricType'; Content = "@{ Metrics = @{ Name = 'a.n'; Type = 'Summ' } }"; Says = "*Did you mean 'Sum'?" }
        @{ Id = 'InvalidMetricName'; Content = "@{ Metrics = @{ Type = 'Sum' } }"; Says = '*Add the option Name.' }
        @{ Id = 'MetricAlreadyExists'; Says = '*before this one*'
            Content = "@{ Metrics = @( @{ Name = 'a.n'; Type = 'Sum' }; @{ Name = 'A.N'; Type = 'Sum' } ) }" }
        @{ Id = 'InvalidMetricFile'; Content = '@{ Metrics = '; Says = '*metrics.psd1:1: *' }
        @{ Id = 'InvalidMetricFile'; Content = "'text'"; Says = "*it is 'text'*" }
        @{ Id = 'InvalidMetricFile'; Content = '@{ }; @{ }'; Says = '*the file is one table*' }
        @{ Id = 'InvalidMetricFile'; Content = ''; Says = '*the file is one table*' }
        @{ Id = 'InvalidMetricFile'; Content = 'param($x) @{ }'; Says = '*the file is one table*' }
    ) {
        $failed = Get-ErrorOf { Import-TelemetryMetric (New-DataFile $Content) }

        $failed.Id | Should -Be $Id
        $failed.Message | Should -BeLike $Says
        Get-TelemetryMetric | Should -BeNullOrEmpty
    }

    It 'M16 a file that is not there, or of another kind, is an error' {
        $missing = Get-ErrorOf { Import-TelemetryMetric (Join-Path $folder nope.psd1) }
        $other = Get-ErrorOf { Import-TelemetryMetric (New-DataFile '' metrics.txt) }

        $missing.Id, $other.Id | Should -Be InvalidMetricFile, InvalidMetricFile
        $missing.Message | Should -BeLike '*nope.psd1: There is no such file.'
        $other.Message | Should -BeLike '*Use the extension .json*'
    }

    It 'M16 a metric that there is keeps all of the file away, or is replaced with -Force' {
        Register-TelemetryMetric a.m Counter
        $path = New-DataFile "@{ Metrics = @( @{ Name = 'a.n'; Type = 'Sum' }; @{ Name = 'a.m'; Type = 'Sum' } ) }"

        (Get-ErrorOf { Import-TelemetryMetric $path }).Id | Should -Be MetricAlreadyExists
        (Get-TelemetryMetric).Name | Should -Be a.m
        Import-TelemetryMetric $path -WhatIf -Force
        (Get-TelemetryMetric).Type | Should -Be Counter
        Import-TelemetryMetric $path -Force

        (Get-TelemetryMetric).Type | Should -Be Sum, Sum
    }

    It 'one that is wrong does not keep the next one from being read' {
        $wrong = New-DataFile 'Get-Date' wrong.psd1
        $right = New-DataFile "@{ Metrics = @{ Name = 'a.n'; Type = 'Sum' } }" right.psd1

        $failed = Get-ErrorOf { $wrong, $right | Import-TelemetryMetric }

        $failed.IsTerminating | Should -BeFalse
        (Get-TelemetryMetric).Name | Should -Be a.n
    }

    It 'M16 definitions are written and read again, as <_>' -ForEach 'psd1', 'json' {
        Register-TelemetryMetric a.size Distribution -Tag @{ code = 'status'; b = 'b' } -Bucket 0.5, 2 -Unit byte -Lifetime 90s `
            -Where @{ s = 1, "it's"; t = $null } -WhereNot @{ u = $true } -TagValue @{ code = 1, 2 } -Group web -Description "`u{e9}"
        Register-TelemetryMetric b.n Counter
        $path = Join-Path $folder "export.$_"

        Export-TelemetryMetric $path -WhatIf
        Test-Path $path | Should -BeFalse
        Export-TelemetryMetric $path
        $before = Get-TelemetryMetric | Format-List | Out-String
        Clear-TelemetryMetric
        Import-TelemetryMetric $path

        Get-TelemetryMetric | Format-List | Out-String | Should -Be $before
    }

    It 'M16 metrics that are selected are written, and one with a script block cannot be' {
        Register-TelemetryMetric a.n Counter
        Register-TelemetryMetric b.n Counter
        Register-TelemetryMetric c.n Counter -Where { $true }
        $path = Join-Path $folder some.json

        Get-TelemetryMetric b.* | Export-TelemetryMetric $path
        $failed = Get-ErrorOf { Export-TelemetryMetric (Join-Path $folder all.json) }

        (Get-Content $path -Raw | ConvertFrom-Json).Metrics.Name | Should -Be b.n
        $failed.Id | Should -Be InvalidMetricFile
        $failed.Message | Should -BeLike "*'c.n' cannot be written*"
        Test-Path (Join-Path $folder all.json) | Should -BeFalse
        (Get-ErrorOf { Export-TelemetryMetric env:x }).Id | Should -Be InvalidPath
    }
}
