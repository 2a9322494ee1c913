Describe 'The tab key' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        function Get-Completion([string] $Line) {
            , @((TabExpansion2 $Line $Line.Length).CompletionMatches)
        }

        Register-TelemetryHandler audit tab.order.placed { }
        Register-TelemetryHandler 'mail to me' tab.order.placed, tab.order.shipped { }
    }
    AfterAll { Clear-TelemetryHandler }

    It 'completes the id of a handler in <_>' -ForEach @(
        'Get-TelemetryHandler', 'Unregister-TelemetryHandler -Id', 'Register-TelemetryHandler'
    ) {
        (Get-Completion "$_ ").CompletionText | Should -Be 'audit', "'mail to me'"
        (Get-Completion "$_ AU").ToolTip | Should -Be 'tab.order.placed: Registered, no call, no failure'
    }

    It 'goes on with the quote that was begun' {
        (Get-Completion "Get-TelemetryHandler 'mail t").CompletionText | Should -Be "'mail to me'"
        (Get-Completion 'Get-TelemetryHandler "mail t').CompletionText | Should -Be '"mail to me"'
    }

    It 'completes the name of an event in <_>' -ForEach @(
        'Invoke-TelemetryEvent', 'Test-TelemetryEvent -EventName', 'Invoke-TelemetryEvent -Name', 'Invoke-TelemetryEvent @{ } -EventName') {
        $found = Get-Completion "$_ tab.order."

        $found.CompletionText | Should -Be 'tab.order.placed', 'tab.order.shipped'
        $found.ToolTip | Should -Be 'tab.order.placed: 2 handlers', 'tab.order.shipped: 1 handler'
    }

    It 'completes a pattern in <_>' -ForEach @(
        'Register-TelemetryHandler h', 'Trace-TelemetryEvent', 'Measure-TelemetryEvent', 'Get-TelemetryEvent'
    ) {
        $found = Get-Completion "$_ tab.o"

        $found.CompletionText | Should -Be 'tab.order.*', 'tab.order.placed', 'tab.order.shipped'
        $found[0].ToolTip | Should -Be 'tab.order.*: 2 known events, 2 handlers'
    }

    It 'completes a prefix in Get-TelemetryHandler' {
        (Get-Completion 'Get-TelemetryHandler -EventName tab.o').CompletionText[0] | Should -Be 'tab.order'
    }

    It 'gives no files where it finds nothing' {
        Push-Location (Get-RepositoryPath .)
        try {
            Get-Completion 'Get-TelemetryHandler README' | Should -BeNullOrEmpty
            Get-Completion 'Invoke-TelemetryEvent README' | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }

    It 'completes what an enumeration has' {
        (Get-Completion 'Register-TelemetryHandler h e { } -FailurePolicy ').CompletionText | Should -Be 'Detach', 'Keep'
        (Get-Completion 'Register-TelemetryHandler h e { } -FullMode ').CompletionText | Sort-Object | Should -Be 'DropOldest', 'DropWrite'
        (Get-Completion 'Register-TelemetryHandler h e { } -Scope ').CompletionText | Should -Be 'Process', 'Session'
    }

    Context 'of metrics' {
        BeforeAll {
            Register-TelemetryMetric tab.order.placed.total Sum -Tag kind, @{ customer = 'name' } -Group shop
            Register-TelemetryMetric other.n Counter -Tag route
        }
        AfterAll { Clear-TelemetryMetric }

        It 'completes the name of a metric in <_>' -ForEach @(
            'Get-TelemetryMetric', 'Unregister-TelemetryMetric', 'Reset-TelemetryMetric', 'Get-TelemetryMetricValue',
            'Watch-TelemetryMetric', 'Export-TelemetryMetric x.json', 'Export-TelemetryMetricValue x.json Json') {
            $found = Get-Completion "$_ tab"

            $found.CompletionText | Should -Be 'tab.order.placed.total'
            $found.ToolTip | Should -Be 'Sum of tab.order.placed: no series, 0 recorded'
        }

        It 'completes the name of a new metric from events' {
            (Get-Completion 'Register-TelemetryMetric tab.order.pl').CompletionText |
                Should -Be 'tab.order.placed.total', 'tab.order.placed.'
        }

        It 'completes types, units, tags, groups and formats' {
            (Get-Completion 'Register-TelemetryMetric x.n ').CompletionText |
                Should -Be 'Counter', 'Sum', 'LastValue', 'Summary', 'Distribution'
            (Get-Completion 'Register-TelemetryMetric x.n dis').ToolTip | Should -BeLike '*in each of your buckets'
            (Get-Completion 'Register-TelemetryMetric x.n Sum -Unit m').CompletionText |
                Should -Be 'microsecond', 'millisecond', 'minute', 'megabyte', 'mebibyte'
            (Get-Completion 'Register-TelemetryMetric tab.order.placed.n Sum -Tag ').CompletionText |
                Should -Be 'kind', 'customer', 'route'
            (Get-Completion 'Register-TelemetryMetric x.n Sum -Tag kind, r').CompletionText | Should -Be 'route'
            (Get-Completion 'Register-TelemetryMetric x.n Sum -Group s').ToolTip | Should -Be 'shop: 1 metric'
            (Get-Completion 'Export-TelemetryMetricValue x ').CompletionText | Sort-Object |
                Should -Be 'Json', 'OpenMetrics', 'Prometheus'
        }

        It 'leaves the handlers of metrics out, unless they are asked for' {
            (Get-Completion 'Get-TelemetryHandler ').CompletionText | Should -Be 'audit', "'mail to me'"
            (Get-Completion 'Get-TelemetryHandler telemetry').CompletionText | Should -Contain 'telemetry.metrics:other'
        }
    }
}
