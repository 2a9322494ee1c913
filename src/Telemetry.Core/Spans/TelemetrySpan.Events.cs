namespace Telemetry;

/// <content>The measurements and metadata of the events of a span.</content>
public sealed partial class TelemetrySpan
{
    /// <summary>Emits the start event, unless the span is not enabled.</summary>
    internal void EmitStart()
    {
        TelemetryEvent start = _source.StartEvent;
        if (IsEnabled && start.HasHandlers)
        {
            Emit(
                start,
                [new(SpanKeys.MonotonicTime, _startTime), new(SpanKeys.SystemTime, DateTime.UtcNow)],
                _metadata);
        }
    }

    private void EmitStop(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        TimeSpan now = MonotonicTime.Now;
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> clock =
            [new(SpanKeys.Duration, now - _startTime), new(SpanKeys.MonotonicTime, now)];
        Emit(_source.StopEvent, EndMeasurements(clock, measurements), StopMetadata(metadata));
    }

    /// <param name="reason">The exception that made the span fail; null if the span was not stopped.</param>
    /// <param name="stackTrace">The stack trace of the failure; null for that of the reason.</param>
    private void EmitException(Exception? reason, string? stackTrace)
    {
        TimeSpan now = MonotonicTime.Now;
        reason ??= new SpanNotStoppedException($"Span '{Name}' was disposed before it was stopped: call Stop or Fail first.");
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> clock =
            [new(SpanKeys.Duration, now - _startTime), new(SpanKeys.MonotonicTime, now)];
        KeyValuePair<string, MetadataValue>[] late = Volatile.Read(ref _lateMetadata)?.ToArray() ?? [];
        var all = new FieldBuilder<MetadataValue>(_metadata.Length + late.Length + 5);
        all.AddAll(_metadata);
        AddLinks(ref all);
        foreach (KeyValuePair<string, MetadataValue> field in late)
        {
            all.AddMissing(field.Key, field.Value);
        }

        all.Set(SpanKeys.Kind, reason.GetType().FullName);
        all.Set(SpanKeys.Reason, MetadataValue.From(reason));
        all.Set(SpanKeys.StackTrace, stackTrace ?? ExceptionText.StackTrace(reason));
        Emit(_source.ExceptionEvent, EndMeasurements(clock, []), all.Fields);
    }

    /// <summary>Emits an event with metadata that contains the links, or with the links alone if the metadata is
    /// empty.</summary>
    private void Emit(
        TelemetryEvent source,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        if (!metadata.IsEmpty)
        {
            source.Execute(measurements, metadata);
        }
        else if (TryGetParentContext(out MetadataValue parent))
        {
            source.Execute(measurements, [new(SpanKeys.Context, Context), new(SpanKeys.Parent, parent)]);
        }
        else
        {
            source.Execute(measurements, [new(SpanKeys.Context, Context)]);
        }
    }

    private KeyValuePair<string, MetadataValue>[] StartMetadata(
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> given, bool hasContext)
    {
        if (given.IsEmpty)
        {
            return [];
        }

        bool addsParent = Parent is not null && !_hasOwnParent;
        var all = new FieldBuilder<MetadataValue>(given.Length + (hasContext ? 0 : 1) + (addsParent ? 1 : 0));
        all.AddAll(given);
        if (!hasContext)
        {
            all.Add(SpanKeys.Context, Context);
        }

        if (addsParent)
        {
            all.Add(SpanKeys.Parent, Parent!.Context);
        }

        return all.ToArray();
    }

    private ReadOnlySpan<KeyValuePair<string, MeasurementValue>> EndMeasurements(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> clock,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> given)
    {
        KeyValuePair<string, MeasurementValue>[] late = Volatile.Read(ref _lateMeasurements)?.ToArray() ?? [];
        if (late.Length + given.Length == 0)
        {
            return clock;
        }

        var all = new FieldBuilder<MeasurementValue>(clock.Length + late.Length + given.Length);
        all.AddAll(clock);
        all.SetAll(late, keptAtFront: clock.Length);
        all.SetAll(given, keptAtFront: clock.Length);
        return all.Fields;
    }

    private ReadOnlySpan<KeyValuePair<string, MetadataValue>> StopMetadata(
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> given)
    {
        KeyValuePair<string, MetadataValue>[] start = IncludesStartMetadata ? _metadata : [];
        KeyValuePair<string, MetadataValue>[] late = Volatile.Read(ref _lateMetadata)?.ToArray() ?? [];
        if (start.Length + late.Length + given.Length == 0)
        {
            return [];
        }

        var all = new FieldBuilder<MetadataValue>(start.Length + late.Length + given.Length + 2);
        all.AddAll(start);
        all.SetAll(late);
        all.SetAll(given);
        AddLinks(ref all);
        return all.Fields;
    }

    // A context or a parent that the metadata already contains takes precedence.
    private void AddLinks(ref FieldBuilder<MetadataValue> metadata)
    {
        metadata.AddMissing(SpanKeys.Context, Context);
        if (TryGetParentContext(out MetadataValue parent))
        {
            metadata.AddMissing(SpanKeys.Parent, parent);
        }
    }

    /// <summary>Gets the value of the parent's key in the start event: the caller's, or the context of the parent.</summary>
    private bool TryGetParentContext(out MetadataValue context)
    {
        if (_hasOwnParent)
        {
            return FieldLookup.TryFind(_metadata, SpanKeys.Parent, out context);
        }

        context = Parent is null ? default : Parent.Context;
        return Parent is not null;
    }
}
