Describe 'Get-TelemetryHandler' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        function Get-Listed { Get-TelemetryHandler @args | ForEach-Object { "$($_.Id) $($_.EventName)" } }
    }
    BeforeEach {
        Register-TelemetryHandler first web.request.done, web.request { } 'the config'
        Register-TelemetryHandler second website.hit { }
        Register-TelemetryHandler other web.request.done { }
    }
    AfterEach { Clear-TelemetryHandler }

    It 'C12 gives an object for each handler and event, with its id, event, block and config' {
        $listed = @(Get-TelemetryHandler first)

        $listed.Count | Should -Be 2
        $listed[0].Id | Should -Be 'first'
        "$($listed[0].EventName)" | Should -Be 'web.request.done'
        $listed[0].ScriptBlock | Should -BeOfType [scriptblock]
        $listed[0].Config | Should -Be 'the config'
    }

    It 'C12 C13 lists all of them in attach order' {
        Get-Listed | Should -Be 'first web.request.done', 'first web.request', 'second website.hit', 'other web.request.done'
    }

    It 'C12 lists by prefix <Prefix>: <Expected>' -ForEach @(
        @{ Prefix = 'web'; Expected = 'first web.request.done', 'first web.request', 'other web.request.done' }
        @{ Prefix = 'WEB.request'; Expected = 'first web.request.done', 'first web.request', 'other web.request.done' }
        @{ Prefix = 'web.request.done'; Expected = 'first web.request.done', 'other web.request.done' }
        @{ Prefix = 'web.request.done.late'; Expected = $null }
        @{ Prefix = 'web.req'; Expected = $null }
        @{ Prefix = 'website'; Expected = 'second website.hit' }
    ) {
        Get-Listed -EventName $Prefix | Should -Be $Expected
    }

    It 'takes ids, wildcards and a prefix together' {
        Get-Listed second, o* | Should -Be 'second website.hit', 'other web.request.done'
        Get-Listed *r* web.request.done | Should -Be 'first web.request.done', 'other web.request.done'
    }

    It 'takes ids by pipeline' {
        'second', 'OTHER' | Get-TelemetryHandler | ForEach-Object Id | Should -Be 'second', 'other'
    }

    It 'C11 reports an unknown id, goes on, and lists the rest' {
        $problem = Get-ErrorOf { Get-TelemetryHandler nope, second }
        $listed = Get-TelemetryHandler nope, second -ErrorAction SilentlyContinue

        $problem.Id | Should -Be 'HandlerNotFound'
        $problem.Category | Should -Be 'ObjectNotFound'
        $problem.Target | Should -Be 'nope'
        $problem.IsTerminating | Should -BeFalse
        $listed.Id | Should -Be 'second'
    }

    It 'C11 takes a wildcard that matches nothing for no error' {
        Get-TelemetryHandler nope* -ErrorVariable problems | Should -BeNullOrEmpty

        $problems.Count | Should -Be 0
    }

    It 'C13 puts a handler that was replaced at the end' {
        Register-TelemetryHandler first website.hit { } -Force

        Get-Listed | Should -Be 'second website.hit', 'other web.request.done', 'first website.hit'
    }

    It 'can be filtered, sorted and grouped by event as by a text' {
        @(Get-TelemetryHandler | Where-Object EventName -like 'website.*').Id | Should -Be 'second'
        @(Get-TelemetryHandler | Where-Object EventName -eq 'Web.Request').Id | Should -Be 'first'
        (Get-TelemetryHandler | Sort-Object EventName)[-1].Id | Should -Be 'second'
        (Get-TelemetryHandler | Group-Object EventName | Where-Object Name -eq 'web.request.done').Count | Should -Be 2
    }

    It 'writes objects that show later calls, as -PassThru does' {
        $written = Register-TelemetryHandler live live.a { if ($_.Measurements.value) { throw 'full' } } -FailurePolicy Keep -PassThru
        $listed = Get-TelemetryHandler live

        Invoke-TelemetryEvent live.a
        foreach ($shown in $written, $listed) {
            $shown.Calls, $shown.Failures, "$($shown.State)" | Should -Be 1, 0, 'Registered'
            $shown.LastRun | Should -Not -BeNullOrEmpty
        }

        Invoke-TelemetryEvent live.a 1 3> $null
        foreach ($shown in $written, $listed) {
            $shown.Calls, $shown.Failures, "$($shown.State)", $shown.LastError | Should -Be 2, 1, 'Failing', 'full'
            $shown.LastFailure.EventName | Should -Be 'live.a'
        }

        Unregister-TelemetryHandler live
        "$($written.State) $($listed.State) $($written.Calls)" | Should -Be 'Unregistered Unregistered 2'
    }

    It 'writes objects that show what their buffer did later' {
        $written = Register-TelemetryHandler live live.a { } -Buffered -PassThru

        Invoke-TelemetryEvent live.a
        Unregister-TelemetryHandler live

        $written.Delivered, $written.Dropped, $written.Queued | Should -Be 1, 0, 0
    }
}
