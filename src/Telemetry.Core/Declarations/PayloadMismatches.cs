namespace Telemetry;

/// <summary>Reports the events that a typed handler cannot receive, because they are not as declared: another emitter uses the name, or a
/// script passes other keys or types. The code that is generated for a <see cref="TelemetryEventAttribute"/> uses it. Safe to use from
/// any thread.</summary>
/// <remarks>The handler is not called and stays attached. Each such event is reported by the event
/// <c>telemetry.handler.mismatch</c>. If that event has no handlers, the first mismatch of a handler, the tenth, the hundredth and so on
/// are written to <see cref="System.Diagnostics.Trace"/>.</remarks>
public sealed class PayloadMismatches
{
    private readonly TelemetryDispatcher _dispatcher;
    private readonly string _handlerId;
    private int _count;

    /// <summary>Creates the report of one handler.</summary>
    /// <param name="dispatcher">The dispatcher that the handler is attached to.</param>
    /// <param name="handlerId">The id of the handler.</param>
    /// <exception cref="ArgumentNullException">One of the arguments is null.</exception>
    public PayloadMismatches(TelemetryDispatcher dispatcher, string handlerId)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(handlerId);
        _dispatcher = dispatcher;
        _handlerId = handlerId;
    }

    /// <summary>The name of the event that reports a mismatch, <c>telemetry.handler.mismatch</c>.</summary>
    public static EventName EventName { get; } = EventName.Parse(HandlerEvents.Mismatch);

    /// <summary>Reports an event that was not passed to the handler.</summary>
    /// <param name="data">The event.</param>
    /// <param name="key">The key that the event lacks, or whose value cannot be converted to the declared type.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void Report(in EventData data, string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int count = Interlocked.Increment(ref _count);
        TelemetryEvent mismatch = _dispatcher.GetEvent(EventName);

        // A typed handler of the report itself would report forever.
        if (mismatch.HasHandlers && !EventName.Equals(data.EventName))
        {
            mismatch.Execute(
                [new("count", 1)],
                [
                    new("event_name", data.EventName.ToString()),
                    new("handler_id", _handlerId),
                    new("key", key),
                    new("message", Message(in data, key)),
                ]);
        }
        else
        {
            string message = Message(in data, key);
            FailureTrace.WriteWarning(this, Math.Max(count, 1), () => message);
        }
    }

    private string Message(in EventData data, string key)
    {
        string found =
            data.TryGetMeasurement(key, out MeasurementValue measurement) ? Describe(measurement)
            : data.TryGetMetadata(key, out MetadataValue value) ? Describe(value)
            : "is missing";
        return $"Event '{data.EventName}' was not passed to handler '{_handlerId}', which reads it as declared: '{key}' {found}. "
            + "Emit the event as it is declared, or attach a handler that reads the event itself.";
    }

    private static string Describe(MetadataValue value) => value.Kind == MetadataValueKind.Null
        ? "is null"
        : $"is {DeclarationText.Of(value)}, of type {value.ToObject()!.GetType().Name}";
}
