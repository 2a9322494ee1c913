Describe 'Published metrics and spans' -Skip:($PSEdition -eq 'Desktop') {
    BeforeAll {
        Import-Module "$PSScriptRoot/Common.psm1"
        if (-not ('Telemetry.Tests.InstrumentReader' -as [type])) {
            Add-Type -TypeDefinition @'
using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Telemetry.Tests
{
    // Listens to the meter and to the source as an SDK does, on the threads of those who measure.
    public sealed class InstrumentReader : IDisposable
    {
        private readonly MeterListener _meters = new MeterListener();
        private readonly ActivityListener _activities;

        public InstrumentReader()
        {
            Values = new ConcurrentQueue<string>();
            Activities = new ConcurrentQueue<Activity>();
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Telemetry")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, state) => Add(instrument, value, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, value, tags, state) => Add(instrument, value, tags));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == "Telemetry",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) => ActivitySamplingResult.AllData,
                ActivityStopped = activity => Activities.Enqueue(activity),
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public ConcurrentQueue<string> Values { get; private set; }

        public ConcurrentQueue<Activity> Activities { get; private set; }

        public void Collect()
        {
            _meters.RecordObservableInstruments();
        }

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }

        private void Add(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object>> tags)
        {
            var text = instrument.Name + "=" + Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
            foreach (var tag in tags)
            {
                text += " " + tag.Key + ":" + tag.Value;
            }

            Values.Enqueue(text);
        }
    }
}
'@
        }
    }
    BeforeEach {
        Register-TelemetryMetric job.done.count Counter -Tag kind -Group jobs
        Register-TelemetryMetric job.done.size Distribution -Bucket 1, 10 -Group jobs
        Register-TelemetryMetric web.hit.count Counter
        $reader = [Telemetry.Tests.InstrumentReader]::new()
    }
    AfterEach {
        $reader.Dispose()
        Clear-TelemetrySource
        Clear-TelemetryHandler
        Clear-TelemetryMetric
    }

    It 'B6 are seen by a listener: counters when it collects, distributions as they are recorded' {
        Publish-TelemetryMetric | Should -BeNullOrEmpty

        Invoke-TelemetryEvent job.done @{ size = 3 } @{ kind = 'mail' }
        $reader.Values | Should -Be 'job.done.size=3'
        $reader.Collect()

        $reader.Values | Should -Contain 'job.done.count=1 kind:mail'
    }

    It 'B6 are those that are selected, by name, by group and by the pipeline' {
        (Publish-TelemetryMetric job.*.count -PassThru).Instruments | Should -Be job.done.count, telemetry.metric.problems
        (Publish-TelemetryMetric -Group JOBS -PassThru).Instruments |
            Should -Be job.done.count, job.done.size, telemetry.metric.problems
        (Get-TelemetryMetric web.* | Publish-TelemetryMetric -PassThru).Instruments | Should -Be telemetry.metric.problems, web.hit.count
        (Publish-TelemetryMetric -PassThru).Instruments.Count | Should -Be 4
        Get-TelemetryMetric nothing* | Publish-TelemetryMetric -PassThru | Should -BeNullOrEmpty
    }

    It 'publishing the same again goes on, and another selection replaces the first' {
        $first = Publish-TelemetryMetric job.* -Group jobs -PassThru
        $again = Publish-TelemetryMetric JOB.* -Group Jobs -PassThru
        $again.Instruments | Should -Be $first.Instruments

        $other = Publish-TelemetryMetric web.* -PassThru

        $first.Instruments | Should -BeNullOrEmpty
        $other.Instruments | Should -Contain web.hit.count
    }

    It 'a selection that is not valid leaves the publication as it is' {
        $null = Publish-TelemetryMetric job.*

        { Publish-TelemetryMetric 'a b' } | Should -Throw
        { Publish-TelemetryMetric -Span 'a b' } | Should -Throw

        Invoke-TelemetryEvent job.done @{ size = 3 }
        $reader.Values | Should -Be 'job.done.size=3'
    }

    It 'B6 spans become activities, with their parents and their failures' {
        Publish-TelemetryMetric -Span job.*

        Invoke-TelemetrySpan job.run { Invoke-TelemetrySpan job.step { }; Invoke-TelemetrySpan web.call { } } -Metadata @{ kind = 'mail' }
        try { Invoke-TelemetrySpan job.fail { throw 'boom' } } catch { Write-Verbose "$_" }

        $step, $run, $fail = @($reader.Activities)
        $reader.Activities.Count | Should -Be 3
        $step.OperationName, $run.OperationName, $fail.OperationName | Should -Be job.step, job.run, job.fail
        $step.ParentSpanId | Should -Be $run.SpanId
        $run.GetTagItem('kind') | Should -Be mail
        $fail.Status | Should -Be Error
    }

    It 'end with Unpublish-TelemetryMetric, and not with -WhatIf' {
        $published = Publish-TelemetryMetric -Span job.* -PassThru

        Unpublish-TelemetryMetric -WhatIf
        $published.Instruments.Count | Should -Be 4
        Unpublish-TelemetryMetric
        Invoke-TelemetrySpan job.run { Invoke-TelemetryEvent job.done @{ size = 3 } }
        $reader.Collect()

        $published.Instruments | Should -BeNullOrEmpty
        $reader.Values | Should -BeNullOrEmpty
        $reader.Activities | Should -BeNullOrEmpty
        Unpublish-TelemetryMetric
        Publish-TelemetryMetric -WhatIf
    }

    It 'M18 end when the last session removes the module' {
        $run = Invoke-FreshPwsh ("$(Get-ImportCommand); Register-TelemetryMetric a.n Counter; `$p = Publish-TelemetryMetric -PassThru; " +
            '$p.Instruments.Count; Remove-Module Telemetry; $p.Instruments.Count')

        $run.Lines | Should -Be 2, 0
    }

    It 'the publication is a row, and a list' {
        $published = Publish-TelemetryMetric job.* -Group jobs -Span web.* -PassThru

        Get-ViewLine $published 80 | Should -Be @(
            'Meter      Instruments Metric                       Span'
            '-----      ----------- ------                       ----'
            'Telemetry            3 job.* of jobs                web.*')
        Get-ViewLine ($published | Format-List) 100 | Should -Be @(
            'Meter          : Telemetry'
            'Metric         : job.* of jobs'
            'Span           : web.*'
            'Instruments    : {job.done.count, job.done.size, telemetry.metric.problems}'
            'OpenActivities : 0')
    }
}
