Describe 'Invoke-TelemetrySpan' {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"

        # What happens to a caller: the output and how it was left.
        function Get-Outcome([scriptblock] $Action) {
            $output = [Collections.Generic.List[object]]::new()
            try {
                & $Action | ForEach-Object { $output.Add($_) }
                $problem = $null
            }
            catch {
                $problem = $_
            }

            [pscustomobject]@{
                Output = $output
                Type   = if ($problem) { $problem.Exception.GetType().FullName }
                Id     = if ($problem) { $problem.FullyQualifiedErrorId }
                Line   = if ($problem) { $problem.InvocationInfo.ScriptLineNumber }
                Text   = if ($problem) { $problem.InvocationInfo.Line }
            }
        }
    }
    BeforeEach { $calls = Register-Recorder 'job.*' }
    AfterEach { Clear-TelemetryHandler }

    It 'C28 emits start, runs the block, emits stop, and gives what the block writes' {
        $output = Invoke-TelemetrySpan job.copy { 1; 2 }

        $output | Should -Be 1, 2
        $calls.EventName | Should -Be 'job.copy.start', 'job.copy.stop'
    }

    It 'C29 start carries both clocks and the start metadata' {
        Invoke-TelemetrySpan job.copy { } @{ volume = 'home' }

        $calls[0].Measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'monotonic_time', 'system_time'
        $calls[0].Measurements.monotonic_time | Should -BeOfType [timespan]
        $calls[0].Measurements.system_time.Kind | Should -Be 'Utc'
        $calls[0].Metadata.volume | Should -Be 'home'
    }

    It 'C30 stop carries the duration and what the block added, which cannot replace it' {
        Invoke-TelemetrySpan job.copy @{ volume = 'home' } -ScriptBlock {
            $_.Measurements.files = 3
            $_.Measurements.DURATION = 99
            $_.Metadata.outcome = 'ok'
        }

        $calls[1].Measurements.files | Should -Be 3
        $calls[1].Measurements.duration | Should -BeOfType [timespan]
        $calls[1].Measurements.duration | Should -Be ($calls[1].Measurements.monotonic_time - $calls[0].Measurements.monotonic_time)
        $calls[1].Metadata.volume, $calls[1].Metadata.outcome | Should -Be 'home', 'ok'
    }

    It 'C31 exception describes what happened, and the caller gets <Error> as from & { }' -ForEach @(
        @{ Error = "throw 'boom'" }
        @{ Error = '1 / 0' }
        @{ Error = "[int] 'many'" }
        @{ Error = 'Get-Item /no/such/file -ErrorAction Stop' }
        @{ Error = '[IO.File]::ReadAllText("/no/such/file")' }
    ) {
        $block = [scriptblock]::Create("'before'`n$Error`n'after'")

        $plain = Get-Outcome { & $block }
        $span = Get-Outcome { Invoke-TelemetrySpan job.copy $block @{ volume = 'home' } }

        $span.Output | Should -Be $plain.Output
        $span.Type, $span.Id, $span.Line, $span.Text | Should -Be $plain.Type, $plain.Id, $plain.Line, $plain.Text
        $calls.EventName | Should -Be 'job.copy.start', 'job.copy.exception'
        $calls[1].Metadata.volume | Should -Be 'home'
        $calls[1].Metadata.kind | Should -Be $calls[1].Metadata.reason.GetType().FullName
        $calls[1].Metadata.stacktrace | Should -BeLike '*line *'
    }

    It 'C31 exception carries what the block had added so far' {
        $failing = {
            $_.Measurements.files = 3
            $_.Measurements.DURATION = 99
            $_.Measurements.bad = 'many'
            $_.Metadata.volume += ' (full)'
            $_.Metadata.step = 'copy'
            $_.Metadata.kind = 'mine'
            throw 'boom'
        }

        { Invoke-TelemetrySpan job.copy $failing @{ volume = 'home'; host = 'web1' } } | Should -Throw 'boom'

        $calls[1].EventName | Should -Be 'job.copy.exception'
        $calls[1].Measurements.GetEnumerator() | ForEach-Object Key | Should -Be 'duration', 'monotonic_time', 'files'
        $calls[1].Measurements.files | Should -Be 3
        $calls[1].Measurements.duration | Should -BeOfType [timespan]
        $calls[1].Metadata.volume, $calls[1].Metadata.host, $calls[1].Metadata.step | Should -Be 'home', 'web1', 'copy'
        $calls[1].Metadata.kind | Should -Be 'System.Management.Automation.RuntimeException'
    }

    It 'C31 a block that is stopped keeps what it had added too' {
        Invoke-TelemetrySpan job.copy { $_.Measurements.files = 1; 1..1000 } | Select-Object -First 2 | Should -Be 1, 2

        $calls[1].Metadata.kind | Should -Be 'System.Management.Automation.PipelineStoppedException'
        $calls[1].Measurements.files | Should -Be 1
    }

    It 'C31 a pipeline that has enough ends the span with an exception that says stopped' {
        Invoke-TelemetrySpan job.copy { 1..1000 } | Select-Object -First 2 | Should -Be 1, 2

        $calls.EventName | Should -Be 'job.copy.start', 'job.copy.exception'
        $calls[1].Metadata.kind | Should -Be 'System.Management.Automation.PipelineStoppedException'
    }

    It 'C31 <Statement> leaves the block on purpose, and ends the span with stop' -ForEach @(
        @{ Statement = 'continue' }, @{ Statement = 'break' }, @{ Statement = 'return' }
    ) {
        $block = [scriptblock]::Create("$Statement; throw 'not reached'")

        foreach ($i in 1..2) { Invoke-TelemetrySpan job.copy $block }

        @($calls.EventName -eq 'job.copy.stop').Count | Should -Be $(if ($Statement -eq 'break') { 1 } else { 2 })
        $calls.EventName | Should -Not -Contain 'job.copy.exception'
    }

    It 'C32 the events of a span share a context that no other one has, unless the caller gives one' {
        Invoke-TelemetrySpan job.copy { }
        Invoke-TelemetrySpan job.copy { }
        Invoke-TelemetrySpan job.copy { } @{ telemetry_span_context = 'mine' }

        $contexts = $calls.Metadata.telemetry_span_context
        $contexts[0] | Should -Be $contexts[1]
        $contexts[2] | Should -Be $contexts[3]
        $contexts[0] | Should -Not -Be $contexts[2]
        $contexts[4, 5] | Should -Be 'mine', 'mine'
    }

    It 'C33 the start time is taken before the start handlers run, the stop time before the stop handlers do' {
        $times = [Collections.Generic.List[timespan]]::new()
        Register-TelemetryHandler clock job.copy.start, job.copy.stop -Config $times -ScriptBlock {
            param($EventName, $Measurements, $Metadata, $Times)

            $Times.Add($Measurements.monotonic_time)
            $Times.Add([timespan]::FromSeconds([Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency))
        }

        Invoke-TelemetrySpan job.copy { }

        $times.Count | Should -Be 4
        $times | Should -Be ($times | Sort-Object)
    }

    It 'C34 a failing handler changes nothing of the outcome' {
        Register-TelemetryHandler bad 'job.*' { throw 'handler' }

        $output = Invoke-TelemetrySpan job.copy { 'done' } -WarningAction SilentlyContinue

        $output | Should -Be 'done'
        $calls.EventName | Should -Be 'job.copy.start', 'job.copy.stop'
        { Invoke-TelemetrySpan job.copy { throw 'block' } } | Should -Throw 'block'
    }

    It 'streams: each item goes down the pipeline before the next one is made' {
        $order = [Collections.Generic.List[string]]::new()

        Invoke-TelemetrySpan job.copy { 1..2 | ForEach-Object { $order.Add("make $_"); $_ } } | ForEach-Object { $order.Add("take $_") }

        $order | Should -Be 'make 1', 'take 1', 'make 2', 'take 2'
    }

    It 'takes pipeline input' {
        1..3 | Invoke-TelemetrySpan job.copy { ($input | Measure-Object -Sum).Sum } | Should -Be 6
        1..3 | Invoke-TelemetrySpan job.copy { process { $_ * 2 } } | Should -Be 2, 4, 6
    }

    # The module's core is the build for netstandard2.0, and Windows PowerShell has no way to restore a context.
    It 'a C# span gives its caller the ambient values back that a start handler set' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $core = [Telemetry.TelemetryDispatcher].Assembly.Location
        $references = $core, 'netstandard', 'System.Runtime', 'System.Threading', 'System.Memory', 'System.Threading.Tasks.Extensions'
        Add-Type -ReferencedAssemblies $references -TypeDefinition @'
            using System.Threading;
            using System.Threading.Tasks;
            using Telemetry;

            public static class AmbientValueOfASpan
            {
                public static string[] Run()
                {
                    var ambient = new AsyncLocal<string>();
                    var dispatcher = new TelemetryDispatcher();
                    dispatcher.Attach("h", "job.start", (in EventData data, object config) => ambient.Value = "started");
                    TelemetrySpanSource source = dispatcher.GetSpanSource("job");
                    string inside = source.Run(span => ambient.Value);
                    string after = ambient.Value;
                    source.RunAsync(async span => await Task.Yield()).Wait();
                    return new[] { inside, after, ambient.Value };
                }
            }
'@

        [AmbientValueOfASpan]::Run() | Should -Be 'started', $null, $null
    }

    It 'spans nested know their parents' {
        Invoke-TelemetrySpan job { Invoke-TelemetrySpan job.step { $_.Parent.Name } } | Should -Be 'job'

        $step = $calls | Where-Object EventName -EQ 'job.step.start'
        $job = $calls | Where-Object EventName -EQ 'job.stop'
        $step.Metadata.telemetry_span_parent | Should -Be $job.Metadata.telemetry_span_context
    }

    It 'does not run the block of a span with a bad <What>' -ForEach @(
        @{ What = 'name'; Arguments = @{ EventName = 'a b' }; Id = 'InvalidEventName' }
        @{ What = 'metadata'; Arguments = @{ EventName = 'job.copy'; Metadata = 3 }; Id = 'InvalidMetadata' }
    ) {
        $script:ran = $false

        $problem = Get-ErrorOf { Invoke-TelemetrySpan @Arguments -ScriptBlock { $script:ran = $true } }

        $problem.Id, $problem.IsTerminating, $script:ran | Should -Be $Id, $true, $false
    }

    It 'leaves a bad measurement out, says so, and stops all the same' {
        $problem = Get-ErrorOf { Invoke-TelemetrySpan job.copy { $_.Measurements.files = 'many'; $_.Measurements.bytes = 3 } }

        $problem.Id, $problem.IsTerminating | Should -Be 'InvalidMeasurement', $false
        $problem.Message | Should -BeLike "*'files'*"
        $calls[1].Measurements.bytes | Should -Be 3
    }
}

Describe 'A span that ends elsewhere' {
    BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" }
    BeforeEach { $calls = Register-Recorder 'order.*' }
    AfterEach { Clear-TelemetryHandler }

    It 'C35 P6 is started here and stopped in another function and session' -Skip:($PSEdition -eq 'Desktop') {
        function Open-Order { Start-TelemetrySpan order.handle @{ id = 1 } }
        $span = Open-Order

        $import = Get-ImportCommand
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Register-TelemetryHandler elsewhere order.handle.stop {
            param($n, $m, $d, $c)
            $c.Enqueue("$n $($m.items) $($d.id) $($d.outcome)")
        } $seen

        $span | ForEach-Object -Parallel {
            & ([scriptblock]::Create($using:import))
            Stop-TelemetrySpan $_ @{ items = 2 } @{ outcome = 'sent' }
        }

        $seen | Should -Be 'order.handle.stop 2 1 sent'
    }

    It 'C35 stopping it twice, or disposing of it then, does nothing more' {
        $span = Start-TelemetrySpan order.handle @{ id = 1 }
        $span | Stop-TelemetrySpan -Measurements @{ items = 2 }
        $span | Stop-TelemetrySpan
        $span.Dispose()

        $calls.EventName | Should -Be 'order.handle.start', 'order.handle.stop'
        $calls[1].Measurements.items, $calls[1].Metadata.id | Should -Be 2, 1
        $span.IsEnded | Should -BeTrue
    }

    It 'C35 disposing of it before it was stopped emits exception' {
        (Start-TelemetrySpan order.handle).Dispose()

        $calls[1].EventName | Should -Be 'order.handle.exception'
        $calls[1].Metadata.kind | Should -Be 'Telemetry.SpanNotStoppedException'
    }

    It 'C31 failed or left without a word, it keeps what was set on it' {
        $span = Start-TelemetrySpan order.handle @{ id = 1 }
        $span.Measurements.items = 2
        $span.Metadata.step = 'pay'
        try { throw 'no stock' } catch { Stop-TelemetrySpan $span @{ retries = 4 } @{ step = 'ship' } -ErrorRecord $_ }
        $left = Start-TelemetrySpan order.handle
        $left.Measurements.items = 5
        $left.Dispose()

        $failed, $disposed = $calls | Where-Object EventName -EQ 'order.handle.exception'
        $failed.Measurements.items, $failed.Measurements.retries, $failed.Metadata.id, $failed.Metadata.step | Should -Be 2, 4, 1, 'ship'
        $disposed.Measurements.items | Should -Be 5
    }

    It 'ends a failed span without what is not a measurement, and says so' {
        $span = Start-TelemetrySpan order.handle

        $problem = Get-ErrorOf { Stop-TelemetrySpan $span @{ items = 'many'; bytes = 3 } -ErrorRecord 'no stock' }

        $problem.Id, $problem.IsTerminating | Should -Be 'InvalidMeasurement', $false
        $calls[1].EventName, $calls[1].Measurements.bytes | Should -Be 'order.handle.exception', 3
    }

    It 'ends with the error it is given' {
        $span = Start-TelemetrySpan order.handle
        try { throw 'no stock' } catch { Stop-TelemetrySpan $span -ErrorRecord $_ }

        $calls[1].EventName, $calls[1].Metadata.reason.Message | Should -Be 'order.handle.exception', 'no stock'
    }
}
