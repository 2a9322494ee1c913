using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>
/// A span for scripts, as Start-TelemetrySpan returns it and Invoke-TelemetrySpan passes it to its block: an operation that
/// takes time. It ends once, with a <c>stop</c> or an <c>exception</c> event, in any function, session and thread; ending it
/// again does nothing.
/// </summary>
/// <remarks>The script behaves alike whether its events have handlers or not. <see cref="Metadata"/> and
/// <see cref="Measurements"/> may be used by one thread at a time.</remarks>
public sealed class ScriptSpan : IDisposable
{
    // Maps a span to its script span, with the values that its script has set. The table keeps no span alive.
    private static readonly ConditionalWeakTable<TelemetrySpan, ScriptSpan> s_known = new();

    private readonly KeyValuePair<string, MetadataValue>[] _startMetadata;
    private ScriptFields? _metadata;
    private ScriptFields? _measurements;
    private int _isEnded;

    internal ScriptSpan(TelemetrySpan span, KeyValuePair<string, MetadataValue>[] startMetadata)
    {
        Span = span;
        _startMetadata = startMetadata;
        if (span.IsEnabled)
        {
            s_known.Add(span, this);
        }
    }

    /// <summary>The name of the span, with which the names of its events begin.</summary>
    public string Name => Span.Name.ToString();

    /// <summary>The <c>telemetry_span_context</c> of the span's events; null if they had no handlers when the span
    /// started.</summary>
    public object? Context => Span.Context.ToObject();

    /// <summary>The span that contains this one, or null.</summary>
    public ScriptSpan? Parent => Span.Parent is { } parent ? Of(parent) : null;

    /// <summary>The text that makes this span the parent of spans in another process, as the variable <c>TRACEPARENT</c> or the header
    /// <c>traceparent</c>; null if it has ended, or is not a part of a trace: no reporter or other listener takes it.</summary>
    public string? TraceParent => SpanTrace.ParentTextOf(Span);

    /// <summary>Whether the span has ended.</summary>
    public bool IsEnded => Span.IsEnded || Volatile.Read(ref _isEnded) != 0;

    /// <summary>The metadata of the <c>stop</c> event: a dictionary with case-insensitive keys that can be changed. It is a
    /// copy of the start metadata at first. The <c>exception</c> event has the unchanged start metadata, and the entries
    /// that are added here.</summary>
    public ScriptFields Metadata => LazyInitializer.EnsureInitialized(ref _metadata, CopyStartMetadata)!;

    /// <summary>The measurements of the <c>stop</c> or <c>exception</c> event besides the span's own: a dictionary of
    /// numbers, TimeSpans and times with case-insensitive keys that can be changed.</summary>
    public ScriptFields Measurements => LazyInitializer.EnsureInitialized(ref _measurements, ScriptFields.Empty)!;

    /// <summary>The underlying span, for C# code.</summary>
    [Hidden]
    public TelemetrySpan Span { get; }

    /// <summary>The measurements as one line of text.</summary>
    [Hidden]
    public string MeasurementsText => FieldText.Of(_measurements);

    /// <summary>The metadata as one line of text.</summary>
    [Hidden]
    public string MetadataText => FieldText.Of(_metadata ?? CopyStartMetadata());

    /// <summary>Gets the script span of a span that C# code started.</summary>
    /// <param name="span">The span.</param>
    /// <returns>Always the same object for a span. The values that a script sets on it are emitted if the script ends
    /// it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="span"/> is null.</exception>
    public static ScriptSpan Of(TelemetrySpan span) => span is null
        ? throw new ArgumentNullException(nameof(span))
        : s_known.GetValue(span, known => new ScriptSpan(known));

    /// <summary>Gets the span in which an event was emitted, or null.</summary>
    internal static ScriptSpan? Of(EventRecord record) => record.GetSpan() is { } span ? Of(span) : null;

    /// <summary>Ends the span as successful: emits its <c>stop</c> event, and returns when the handlers have run.</summary>
    /// <param name="measurements">Measurements that take precedence over <see cref="Measurements"/>, or null.</param>
    /// <param name="metadata">Metadata that takes precedence over <see cref="Metadata"/>, or null.</param>
    /// <exception cref="InvalidPayloadException">A measurement or the metadata is invalid. The span has ended without
    /// it.</exception>
    public void Stop(object? measurements = null, object? metadata = null)
    {
        var problems = new List<InvalidPayloadException>();
        Stop(measurements, metadata, problems.Add);
        if (problems.Count > 0)
        {
            throw problems[0];
        }
    }

    /// <summary>Ends the span as failed: emits its <c>exception</c> event, and returns when the handlers have run. Invalid
    /// measurements are omitted.</summary>
    /// <param name="error">The error that made the span fail, such as <c>$_</c> in a 'catch'.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public void Fail(ErrorRecord error) => Fail(error, null, null, static _ => { });

    /// <summary>Ends the span as failed: emits its <c>exception</c> event, and returns when the handlers have run. Invalid
    /// measurements are omitted.</summary>
    /// <param name="exception">The exception that made the span fail.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public void Fail(Exception exception) => Fail(exception, null, null, static _ => { });

    /// <summary>Ends the span, if it has not ended, as one that was never stopped: emits its <c>exception</c> event with a
    /// <see cref="SpanNotStoppedException"/>.</summary>
    public void Dispose() => EndFailed(null, null, static _ => { }, Span.Dispose);

    /// <summary>Returns the name and the context.</summary>
    public override string ToString() => Span.ToString();

    /// <summary>Ends the span as successful, and omits invalid measurements and metadata.</summary>
    internal void Stop(object? measurements, object? metadata, Action<InvalidPayloadException> onProblem) => End(() =>
    {
        // Read even without handlers, or the errors of a script would depend on them.
        KeyValuePair<string, MeasurementValue>[] allMeasurements =
        [
            .. EventPayload.ReadMeasurements(_measurements, onProblem),
            .. EventPayload.ReadMeasurements(measurements, onProblem),
        ];
        KeyValuePair<string, MetadataValue>[] ownMetadata =
            _metadata is null ? _startMetadata : EventPayload.ReadMetadata(_metadata);
        Span.Stop(allMeasurements, [.. ownMetadata, .. EventPayload.ReadMetadata(metadata, onProblem)]);
    });

    /// <summary>Ends the span as failed, and omits invalid measurements and metadata.</summary>
    internal void Fail(ErrorRecord error, object? measurements, object? metadata, Action<InvalidPayloadException> onProblem)
    {
        ErrorRecord record = error ?? throw new ArgumentNullException(nameof(error));
        EndFailed(
            measurements,
            metadata,
            onProblem,
            () => Span.Fail(ErrorReason.Of(record), record.ScriptStackTrace ?? string.Empty));
    }

    /// <summary>Ends the span as failed, and omits invalid measurements and metadata.</summary>
    internal void Fail(Exception exception, object? measurements, object? metadata, Action<InvalidPayloadException> onProblem)
    {
        Exception failure = exception ?? throw new ArgumentNullException(nameof(exception));
        EndFailed(
            measurements,
            metadata,
            onProblem,
            () => _ = failure is RuntimeException error
                ? Span.Fail(ErrorReason.Of(error), error.ErrorRecord.ScriptStackTrace ?? string.Empty)
                : Span.Fail(failure));
    }

    private ScriptSpan(TelemetrySpan span)
    {
        Span = span;
        _startMetadata = [];
    }

    private void EndFailed(object? measurements, object? metadata, Action<InvalidPayloadException> onProblem, Action end) =>
        End(() =>
        {
            SetMeasurements(EventPayload.ReadMeasurements(_measurements, onProblem));
            SetMeasurements(EventPayload.ReadMeasurements(measurements, onProblem));
            SetMetadata(_metadata is null ? [] : EventPayload.ReadMetadata(_metadata));
            SetMetadata(EventPayload.ReadMetadata(metadata, onProblem));
            end();
        });

    private void SetMeasurements(KeyValuePair<string, MeasurementValue>[] measurements) =>
        Array.ForEach(measurements, field => Span.SetMeasurement(field.Key, field.Value));

    private void SetMetadata(KeyValuePair<string, MetadataValue>[] metadata) =>
        Array.ForEach(metadata, field => Span.SetMetadata(field.Key, field.Value));

    // Only the first of several threads ends the span. Ending a span that C# code has ended does nothing.
    private void End(Action end)
    {
        if (Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            end();
        }
    }

    private ScriptFields CopyStartMetadata()
    {
        var copy = ScriptFields.Empty();
        foreach (KeyValuePair<string, MetadataValue> field in _startMetadata)
        {
            copy[field.Key] = field.Value.ToObject();
        }

        return copy;
    }
}
