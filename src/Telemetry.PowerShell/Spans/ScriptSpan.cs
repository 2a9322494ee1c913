using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>
/// A span for scripts, as Start-TelemetrySpan gives it and a block of Invoke-TelemetrySpan has it: something that takes
/// time. It ends once, with a <c>stop</c> or an <c>exception</c> event, in any function, session and thread; ending it
/// again does nothing.
/// </summary>
/// <remarks>Whether anyone listens to its events makes no difference to the script. <see cref="Metadata"/> and
/// <see cref="Measurements"/> are for one thread at a time.</remarks>
public sealed class ScriptSpan : IDisposable
{
    // A span that is the parent of another is found again, with what its script has set on it. Keeps none alive.
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

    /// <summary>The name of the span, which its events begin with.</summary>
    public string Name => Span.Name.ToString();

    /// <summary>What its events carry as <c>telemetry_span_context</c>; null where nobody listened when it
    /// started.</summary>
    public object? Context => Span.Context.ToObject();

    /// <summary>The span that this one is a part of, or null.</summary>
    public ScriptSpan? Parent => Span.Parent is { } parent ? Of(parent) : null;

    /// <summary>Whether it has ended.</summary>
    public bool IsEnded => Span.IsEnded || Volatile.Read(ref _isEnded) != 0;

    /// <summary>The metadata of the <c>stop</c> event: a dictionary to change, whose keys compare without regard to case. At
    /// the start, a copy of the start metadata. The <c>exception</c> event has the start metadata as it was, and what was added
    /// here.</summary>
    public ScriptFields Metadata => LazyInitializer.EnsureInitialized(ref _metadata, CopyStartMetadata)!;

    /// <summary>The measurements of the <c>stop</c> or <c>exception</c> event besides the span's own: a dictionary to change,
    /// of numbers, TimeSpans and times, whose keys compare without regard to case.</summary>
    public ScriptFields Measurements => LazyInitializer.EnsureInitialized(ref _measurements, ScriptFields.Empty)!;

    /// <summary>The span of the core, for C# code.</summary>
    [Hidden]
    public TelemetrySpan Span { get; }

    /// <summary>The measurements on one line, to be read.</summary>
    [Hidden]
    public string MeasurementsText => FieldText.Of(_measurements);

    /// <summary>The metadata on one line, to be read.</summary>
    [Hidden]
    public string MetadataText => FieldText.Of(_metadata ?? CopyStartMetadata());

    /// <summary>The span for scripts of a span that C# code started.</summary>
    /// <param name="span">The span.</param>
    /// <returns>Always the same object for a span. What a script sets on it is emitted if the script ends it.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="span"/> is null.</exception>
    public static ScriptSpan Of(TelemetrySpan span) => span is null
        ? throw new ArgumentNullException(nameof(span))
        : s_known.GetValue(span, known => new ScriptSpan(known));

    /// <summary>The span in which an event was emitted, or null.</summary>
    internal static ScriptSpan? Of(EventRecord record) => record.GetSpan() is { } span ? Of(span) : null;

    /// <summary>Ends the span well: emits its <c>stop</c> event, and returns when the handlers have run.</summary>
    /// <param name="measurements">Measurements besides <see cref="Measurements"/>, over which they win; or null.</param>
    /// <param name="metadata">Metadata besides <see cref="Metadata"/>, over which it wins; or null.</param>
    /// <exception cref="InvalidPayloadException">Something is no measurement, or no metadata. The span has ended without
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

    /// <summary>Ends the span as failed: emits its <c>exception</c> event, and returns when the handlers have run. What is no
    /// measurement is left out.</summary>
    /// <param name="error">What it failed of, such as <c>$_</c> in a 'catch'.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public void Fail(ErrorRecord error) => Fail(error, null, null, static _ => { });

    /// <summary>Ends the span as failed: emits its <c>exception</c> event, and returns when the handlers have run. What is no
    /// measurement is left out.</summary>
    /// <param name="exception">What it failed of.</param>
    /// <exception cref="ArgumentNullException"><paramref name="exception"/> is null.</exception>
    public void Fail(Exception exception) => Fail(exception, null, null, static _ => { });

    /// <summary>Ends the span, if it has not ended, as one that was left without a word: emits its <c>exception</c> event
    /// with a <see cref="SpanNotStoppedException"/>.</summary>
    public void Dispose() => EndFailed(null, null, static _ => { }, Span.Dispose);

    /// <summary>The name and the context.</summary>
    public override string ToString() => Span.ToString();

    /// <summary>Ends the span well, without what is no measurement or metadata.</summary>
    internal void Stop(object? measurements, object? metadata, Action<InvalidPayloadException> onProblem) => End(() =>
    {
        // Read even if no one listens: whether a script is right must not depend on who does.
        KeyValuePair<string, MeasurementValue>[] allMeasurements =
        [
            .. EventPayload.ReadMeasurements(_measurements, onProblem),
            .. EventPayload.ReadMeasurements(measurements, onProblem),
        ];
        KeyValuePair<string, MetadataValue>[] ownMetadata =
            _metadata is null ? _startMetadata : EventPayload.ReadMetadata(_metadata);
        Span.Stop(allMeasurements, [.. ownMetadata, .. EventPayload.ReadMetadata(metadata, onProblem)]);
    });

    /// <summary>Ends the span as failed, without what is no measurement or metadata.</summary>
    internal void Fail(ErrorRecord error, object? measurements, object? metadata, Action<InvalidPayloadException> onProblem)
    {
        ErrorRecord record = error ?? throw new ArgumentNullException(nameof(error));
        EndFailed(
            measurements,
            metadata,
            onProblem,
            () => Span.Fail(ErrorReason.Of(record), record.ScriptStackTrace ?? string.Empty));
    }

    /// <summary>Ends the span as failed, without what is no measurement or metadata.</summary>
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

    // Of several threads, one gets through. A span that C# code ended meanwhile does nothing.
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
