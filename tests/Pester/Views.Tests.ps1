Describe 'On the screen' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # What Out-String makes of objects, line by line. Times and durations differ from run to run, and are put in the place of
        # others of the same width.
        function Get-View($Objects, [int] $Width) {
            (Get-ViewLine $Objects $Width) -replace '\d{4}-\d\d-\d\d', 'yyyy-mm-dd' -replace '\d\d:\d\d:\d\d', 'hh:mm:ss' `
                -replace 'ss\.\d{3}', 'ss.fff' `
                -creplace '(?<= : | {3})( *)\d[\d.]*(ns|\u00b5s|ms|s)\b', '$1TIME' -replace ' +TIME', ' TIME'
        }

        Register-TelemetryHandler audit order.placed, 'order.*.failed' { }
        Register-TelemetryHandler mail order.placed { throw 'no route' } -FailurePolicy Keep -Config smtp1
        Register-TelemetryHandler queue order.shipped { } -Buffered -Capacity 50
        Register-TelemetryHandler once order.placed { throw 'disk full' }
        Register-TelemetryHandler record order.placed { $script:record = $_ }
        Invoke-TelemetryEvent order.placed ([ordered]@{ amount = 3; took = [timespan]::FromMilliseconds(12.5) }) ([ordered]@{
                customer = 'me'; note = 'to the back door' }) -WarningAction SilentlyContinue
        Unregister-TelemetryHandler record
        $detached = Get-TelemetryHandler -Detached once
        $session = [runspace]::DefaultRunspace.Name
    }
    AfterAll { Clear-TelemetryHandler }

    It 'a handler and event is a line of 80 columns' {
        Get-View (Get-TelemetryHandler) 80 | Should -Be @(
            'Id                   State           Calls Failures MeanTime EventName'
            '--                   -----           ----- -------- -------- ---------'
            'audit                Registered          1        0 TIME order.placed'
            'audit                Registered          0        0          order.*.failed'
            'mail                 ! Failing           1        1 TIME order.placed'
            'queue                Registered          0        0          order.shipped')
    }

    It 'at 120 columns, long names have room' {
        Register-TelemetryHandler long web.request.authentication.token.refreshed { }

        (Get-View (Get-TelemetryHandler long) 120)[2] |
            Should -Be 'long                 Registered          0        0          web.request.authentication.token.refreshed'

        Unregister-TelemetryHandler long
    }

    It 'a handler that fails is red where there are colours' -Skip:($PSEdition -eq 'Desktop') {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'Ansi'
        try {
            $text = Get-TelemetryHandler mail | Out-String
        }
        finally {
            $PSStyle.OutputRendering = $rendering
        }

        $red = "$($PSStyle.Formatting.Error)! Failing$($PSStyle.Reset)"
        $text.Contains($red) | Should -Be $Host.UI.SupportsVirtualTerminal
    }

    It 'a handler is a list of what there is to tell' {
        Get-View (Get-TelemetryHandler mail | Format-List) 80 | Should -Be @(
            'Id            : mail'
            'EventName     : order.placed'
            'State         : ! Failing'
            'Scope         : Process'
            'FailurePolicy : Keep'
            'Calls         : 1'
            'Failures      : 1'
            'MeanTime      : TIME'
            'LongestTime   : TIME'
            'TotalTime     : TIME'
            'LastRun       : yyyy-mm-dd hh:mm:ss'
            'LastError     : no route'
            'LastFailure   : yyyy-mm-dd hh:mm:ss at order.placed'
            'Config        : smtp1'
            "ScriptBlock   :  throw 'no route'")
    }

    It 'a buffered handler tells of its queue' {
        Get-View (Get-TelemetryHandler queue | Format-List Id, Queued, Delivered, Dropped, Capacity) 80 | Should -Be @(
            'Id        : queue', 'Queued    : 0', 'Delivered : 0', 'Dropped   : 0', 'Capacity  : 50')
        Get-View (Get-TelemetryHandler queue | Format-List) 80 | Where-Object { $_ -match '^(Queued|Capacity|LastError|Config)' } |
            Should -Be 'Queued        : 0', 'Capacity      : 50'
    }

    It 'a detached handler tells who, when, where and why' {
        Get-View $detached 80 | Should -Be @(
            'Id             DetachedAt          FailedEvent        Message'
            '--             ----------          -----------        -------'
            'once           yyyy-mm-dd hh:mm:ss order.placed       disk full')
        Get-View ($detached | Format-List Id, EventName, DetachedAt, Message) 80 | Select-Object -First 2 |
            Should -Be 'Id         : once', 'EventName  : {order.placed}'
        (Get-View ($detached | Format-List) 80 | Select-Object -First 7) | Should -Be @(
            'Id          : once'
            'EventName   : order.placed'
            'DetachedAt  : yyyy-mm-dd hh:mm:ss'
            'FailedEvent : order.placed'
            'Message     : disk full'
            'ErrorType   : System.Management.Automation.RuntimeException'
            'Failures    : 1')
    }

    It 'a long message goes on in the next line of its column' {
        Register-TelemetryHandler wordy order.placed { throw 'one two three four five six seven eight' }
        Invoke-TelemetryEvent order.placed -WarningAction SilentlyContinue

        $lines = Get-View (Get-TelemetryHandler -Detached wordy) 80

        $lines.Count | Should -Be 4
        (-join $lines[2..3].ForEach({ $_.PadRight(80).Substring(54).TrimEnd() })) -replace ' ' |
            Should -Be 'onetwothreefourfivesixseveneight'
    }

    It 'the last failure tells which handler, when, where and why' {
        $failure = (Get-TelemetryHandler mail).LastFailure

        Get-View $failure 80 | Should -Be @(
            'Time                Handler        Event              Message'
            '----                -------        -----              -------'
            'yyyy-mm-dd hh:mm:ss mail           order.placed       no route')
        Get-View ($failure | Format-List) 80 | Select-Object -First 3 | Should -Be @(
            'Handler        : mail', 'Event          : order.placed', 'Time           : yyyy-mm-dd hh:mm:ss')
    }

    It 'an event tells how many listen' {
        Get-View (Get-TelemetryEvent order.placed, order.unknown) 80 | Should -Be @(
            'HandlerCount EventName'
            '------------ ---------'
            '           2 order.placed'
            '           0 order.unknown')
        Get-View (Get-TelemetryEvent order.placed | Format-List) 80 | Should -Be @(
            'EventName    : order.placed', 'HasHandlers  : True', 'HandlerCount : 2')
    }

    It 'what $_ is in a handler is a line of <Width> columns' -ForEach @(@{ Width = 80 }, @{ Width = 120 }) {
        $lines = Get-View $record $Width

        $lines.Count | Should -Be 3
        $lines[2] -replace ' {2,}', '  ' | Should -BeLike 'hh:mm:ss.fff order.placed  amount=3, took=12.5ms  customer=me*'
    }

    It 'what $_ is in a handler is a list of pairs' {
        Get-View ($record | Format-List) 80 | Should -Be @(
            'Timestamp    : yyyy-mm-dd hh:mm:ss.fffZ'
            'EventName    : order.placed'
            'Measurements : amount=3, took=12.5ms'
            'Metadata     : customer=me, note=to the back door')
    }

    It 'a traced event is a line of 80 columns, and a list' {
        $trace = Trace-TelemetryEvent { Invoke-TelemetryEvent web.stop @{ took = [timespan]::FromSeconds(90) } @{ status = 200 } }

        (Get-View $trace 80)[2] -split ' +' | Should -Be 'hh:mm:ss.fff', 'web.stop', 'took=1.5min', 'status=200', $session
        Get-View ($trace | Format-List) 80 | Should -Be @(
            'Timestamp    : yyyy-mm-dd hh:mm:ss.fffZ'
            'EventName    : web.stop'
            'Measurements : took=1.5min'
            'Metadata     : status=200'
            "ThreadId     : $($trace.ThreadId)"
            "Session      : $session")
    }

    It 'a span tells what it is part of, and whether it has ended' {
        Register-TelemetryHandler spans 'nightly.*' { }
        $job = Start-TelemetrySpan nightly.job
        $copy = Start-TelemetrySpan nightly.copy ([ordered]@{ disk = 'sda'; try = 2 }) -Parent $job
        $context = "$($copy.Context)"
        Stop-TelemetrySpan $copy

        Get-View $copy 80 | Should -Be @(
            'Name                    Context IsEnded Parent               Metadata'
            '----                    ------- ------- ------               --------'
            "nightly.copy           $($context.PadLeft(8)) True    nightly.job          disk=sda, try=2")
        Get-View ($copy | Format-List) 80 | Should -Be @(
            'Name         : nightly.copy'
            "Context      : $context"
            'Parent       : nightly.job'
            'IsEnded      : True'
            'Metadata     : disk=sda, try=2'
            'Measurements :')
        Stop-TelemetrySpan $job
    }

    It 'shows what came out of a job as it shows it here' {
        $written = [Management.Automation.PSSerializer]::Serialize((Get-TelemetryHandler mail))
        $copy = [Management.Automation.PSSerializer]::Deserialize($written)

        Get-View $copy 80 | Should -Be (Get-View (Get-TelemetryHandler mail) 80)
    }

    It 'shows a record where the language is constrained, too' {
        $session = [powershell]::Create()
        try {
            $text = $session.AddScript((Get-ImportCommand)).AddStatement().AddScript({
                    param($Record)
                    $ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
                    $Record | Format-List | Out-String
                }).AddArgument($record).Invoke()
        }
        finally {
            $session.Runspace.Dispose()
        }

        "$text" | Should -BeLike '*Metadata*customer = me*'
    }
}
