using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>Keeps what the spans named <c>x</c> and <c>y</c> emit.</summary>
internal sealed class SpanRecorder : IDisposable
{
    private readonly Recorder _recorder = new();
    private readonly HandlerRegistration _registration;

    public SpanRecorder() => _registration = TelemetryDispatcher.Default.AttachMany(
        "span-recorder", ["x.start", "x.stop", "x.exception", "y.start", "y.stop", "y.exception"], _recorder.Handle);

    public EventRecord[] Records => _recorder.Records;

    public int Count => _recorder.Count;

    public string[] Names => _recorder.Names;

    /// <summary>The only event of that name.</summary>
    public EventRecord this[string name] => Assert.Single(Records, record => record.EventName.ToString() == name);

    public static object? Metadata(EventRecord record, string key) =>
        record.Metadata.TryGetValue(key, out MetadataValue value) ? value.ToObject() : null;

    public static object? Measurement(EventRecord record, string key) =>
        record.Measurements.TryGetValue(key, out MeasurementValue value) ? value.ToObject() : null;

    public static string Keys(EventRecord record) => string.Join(" ", record.Metadata.Keys);

    public void Dispose() => _registration.Dispose();
}
