using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>What tests of spans need.</summary>
internal static class Spans
{
    /// <summary>The present time on the clock of <c>monotonic_time</c>.</summary>
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);

    public static EventName[] EventsOf(string name) =>
        [EventName.Parse($"{name}.start"), EventName.Parse($"{name}.stop"), EventName.Parse($"{name}.exception")];

    /// <summary>Keeps the events of the spans of a name.</summary>
    public static Recorder RecordSpans(this TelemetryDispatcher dispatcher, string name)
    {
        var recorder = new Recorder();
        dispatcher.AttachMany($"record {name}", EventsOf(name), recorder.Handle);
        return recorder;
    }

    public static TimeSpan Time(this EventRecord record, string measurement = "monotonic_time") =>
        record.Measurements[measurement].TryGetTimeSpan(out TimeSpan time)
            ? time
            : throw new InvalidOperationException($"'{measurement}' is no span of time.");
}
