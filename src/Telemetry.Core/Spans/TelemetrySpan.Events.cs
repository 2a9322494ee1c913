namespace Telemetry;

/// <content>What the events of a span carry.</content>
public sealed partial class TelemetrySpan
{
    internal void EmitStart()
    {
        TelemetryEvent start = _source.StartEvent;
        if (start.HasHandlers)
        {
            start.Execute(
                [new(SpanKeys.MonotonicTime, _startTime), new(SpanKeys.SystemTime, DateTime.UtcNow)],
                _metadata);
        }
    }

    private void EmitStop(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata)
    {
        TimeSpan now = MonotonicTime.Now;
        KeyValuePair<string, MeasurementValue>[] lateMeasurements = Volatile.Read(ref _lateMeasurements)?.ToArray() ?? [];
        KeyValuePair<string, TelemetryValue>[] lateMetadata = Volatile.Read(ref _lateMetadata)?.ToArray() ?? [];
        TelemetryEvent stop = _source.StopEvent;
        if (lateMeasurements.Length + measurements.Length == 0)
        {
            stop.Execute(
                [new(SpanKeys.Duration, now - _startTime), new(SpanKeys.MonotonicTime, now)],
                StopMetadata(lateMetadata, metadata));
        }
        else
        {
            var all = new FieldBuilder<MeasurementValue>(2 + lateMeasurements.Length + measurements.Length);
            all.Add(SpanKeys.Duration, now - _startTime);
            all.Add(SpanKeys.MonotonicTime, now);
            all.SetAll(lateMeasurements, keptAtFront: 2);
            all.SetAll(measurements, keptAtFront: 2);
            stop.Execute(all.Fields, StopMetadata(lateMetadata, metadata));
        }
    }

    private ReadOnlySpan<KeyValuePair<string, TelemetryValue>> StopMetadata(
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> late,
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> given)
    {
        ReadOnlySpan<KeyValuePair<string, TelemetryValue>> start = IncludesStartMetadata ? _metadata : [];
        var all = new FieldBuilder<TelemetryValue>(start.Length + late.Length + given.Length + 2);
        all.AddAll(start);
        all.SetAll(late);
        all.SetAll(given);
        AddLinks(ref all, _id);
        return all.Fields;
    }

    private void EmitException(Exception reason, string stackTrace)
    {
        TimeSpan now = MonotonicTime.Now;
        var all = new FieldBuilder<TelemetryValue>(_metadata.Length + 3);
        all.AddAll(_metadata);
        all.Set(SpanKeys.Kind, reason.GetType().FullName);
        all.Set(SpanKeys.Reason, TelemetryValue.From(reason));
        all.Set(SpanKeys.StackTrace, stackTrace);
        _source.ExceptionEvent.Execute(
            [new(SpanKeys.Duration, now - _startTime), new(SpanKeys.MonotonicTime, now)],
            all.Fields);
    }

    private KeyValuePair<string, TelemetryValue>[] WithLinks(ReadOnlySpan<KeyValuePair<string, TelemetryValue>> metadata)
    {
        var all = new FieldBuilder<TelemetryValue>(metadata.Length + (Parent is null ? 1 : 2));
        all.AddAll(metadata);
        AddLinks(ref all, _id);
        return all.ToArray();
    }

    // Start and stop metadata are looked at apart, as the reference does: a context of the caller's own in the start
    // metadata is not that of the stop event.
    private void AddLinks(ref FieldBuilder<TelemetryValue> metadata, TelemetryValue context)
    {
        metadata.AddUnlessHeld(SpanKeys.Context, context);
        if (Parent is not null)
        {
            metadata.AddUnlessHeld(SpanKeys.Parent, Parent.Context);
        }
    }
}
