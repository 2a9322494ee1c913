namespace Telemetry;

/// <summary>
/// Something that takes time, from its start to its end: got from a <see cref="TelemetrySpanSource"/>, which emitted its
/// <c>start</c> event; ended once, by <see cref="Stop"/>, <see cref="Fail"/> or <see cref="Dispose"/>, which emits its
/// <c>stop</c> or <c>exception</c> event. Safe to use from any thread, and not bound to the one that started it.
/// </summary>
/// <example>
/// <code>
/// using TelemetrySpan span = s_request.Start([new("route", route)]);
/// span.SetMetadata("status", await HandleAsync(request));
/// span.Stop();
/// </code>
/// </example>
public sealed partial class TelemetrySpan : IDisposable
{
    private readonly TelemetrySpanSource _source;
    private readonly TimeSpan _startTime;
    private readonly bool _hasOwnParent;

    // The start metadata with the context and the parent, or nothing where nothing was given. Emptied at the end: a span
    // that is kept, for instance as the parent of another, keeps nothing else alive.
    private KeyValuePair<string, MetadataValue>[] _metadata = [];
    private LateFields<MetadataValue>? _lateMetadata;
    private LateFields<MeasurementValue>? _lateMeasurements;
    private bool _includesStartMetadata;
    private int _isEnded;

    /// <summary>Makes the span that does nothing.</summary>
    internal TelemetrySpan(TelemetrySpanSource source) => _source = source;

    /// <summary>Makes a span that has not emitted its start event yet.</summary>
    internal TelemetrySpan(
        TelemetrySpanSource source, ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata, TelemetrySpan? parent)
    {
        _startTime = MonotonicTime.Now;
        _source = source;
        IsEnabled = true;
        Parent = parent;
        bool hasContext = FieldLookup.TryFind(metadata, SpanKeys.Context, out MetadataValue own);
        Context = hasContext ? own : SpanIds.Next();
        _hasOwnParent = FieldLookup.LastIndexOf(metadata, SpanKeys.Parent) >= 0;
        _metadata = StartMetadata(metadata, hasContext);
    }

    /// <summary>The name of the span, which its events begin with.</summary>
    public EventName Name => _source.Name;

    /// <summary>The span that this one is a part of, or null. One that was given at the start may belong to another
    /// dispatcher.</summary>
    public TelemetrySpan? Parent { get; }

    /// <summary>The identity of the span, which its events carry as <c>telemetry_span_context</c> and those of its parts as
    /// <c>telemetry_span_parent</c>: an integer that no other span of the process has, or the value of that key in the start
    /// metadata. Null (the value) where the span is not enabled.</summary>
    public MetadataValue Context { get; }

    /// <summary>Whether anyone listened when the span was started, or its handle is one whose spans are
    /// <see cref="TelemetrySpanSource.AlwaysEnabled"/>. Otherwise the span is one that all such share, and none of its members
    /// does anything, even if a handler is attached meanwhile.</summary>
    public bool IsEnabled { get; }

    /// <summary>Whether the span was ended. Never true where it is not enabled.</summary>
    public bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    /// <summary>Whether the <c>stop</c> event carries the start metadata too, with the stop metadata on top. False, as a
    /// span begins, leaves it to handlers to bring the two together.</summary>
    public bool IncludesStartMetadata
    {
        get => Volatile.Read(ref _includesStartMetadata);
        set => Volatile.Write(ref _includesStartMetadata, value && IsEnabled);
    }

    /// <summary>Makes the span the current one of its dispatcher (<see cref="DispatcherSpanExtensions.GetCurrentSpan"/>) in this flow
    /// of control, and so the parent of the dispatcher's spans that are started in it. An ended span, or one that is not
    /// enabled, changes nothing.</summary>
    /// <returns>What restores the previous one when disposed. Dispose it in the method that called.</returns>
    public CurrentScope MakeCurrent() => IsEnabled && !IsEnded ? new(this, isReached: null) : default;

    /// <summary>Makes the span current, as <see cref="MakeCurrent()"/> does, in parts of this flow of control. For hosts in which
    /// the flow of a thread's ambient values is not the flow of control that their users know, such as an engine for scripts with
    /// jobs and callbacks.</summary>
    /// <param name="isReached">Whether the span is current where this is called: on the thread that asks for the current span,
    /// starts a span, or asks for the span of an event, and each time. False hides this span and those around it. It must not
    /// throw.</param>
    /// <returns>What restores the previous one when disposed. Dispose it in the method that called.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isReached"/> is null.</exception>
    public CurrentScope MakeCurrent(Func<bool> isReached)
    {
        ArgumentNullException.ThrowIfNull(isReached);
        return IsEnabled && !IsEnded ? new(this, isReached) : default;
    }

    /// <summary>Sets an entry of the metadata of the <c>stop</c> event, and of the <c>exception</c> event where the start
    /// metadata has no such key. Does nothing once the span has ended.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value; the last one set counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void SetMetadata(string key, MetadataValue value) => Set(ref _lateMetadata, key, value);

    /// <summary>Sets a measurement of the <c>stop</c> or <c>exception</c> event. Does nothing once the span has ended.</summary>
    /// <param name="key">The key, without regard to case; <c>duration</c> and <c>monotonic_time</c> are the span's own and
    /// cannot be set.</param>
    /// <param name="value">What was measured; the last one set counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void SetMeasurement(string key, MeasurementValue value) => Set(ref _lateMeasurements, key, value);

    /// <summary>Ends the span well, unless it has ended: emits the <c>stop</c> event.</summary>
    /// <remarks>Its measurements are <c>duration</c> and <c>monotonic_time</c>, both a <see cref="TimeSpan"/>, with those
    /// that were set and given. Its metadata is what was set and given, and <c>telemetry_span_context</c>.</remarks>
    /// <param name="measurements">What else was measured; wins over what was set.</param>
    /// <param name="metadata">What describes the outcome; wins over what was set.</param>
    /// <returns>Whether this call ended the span.</returns>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep; the span has ended.</exception>
    public bool Stop(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        IsEnabled && StopEnabled(measurements, metadata);

    /// <summary>Ends the span as failed, unless it has ended: emits the <c>exception</c> event.</summary>
    /// <remarks>Its measurements are <c>duration</c> and <c>monotonic_time</c>, both a <see cref="TimeSpan"/>, with those
    /// that were set. Its metadata is what was set, over it the start metadata as it was, and on top <c>kind</c> (the full
    /// name of the exception's type), <c>reason</c> (the exception) and <c>stacktrace</c>.</remarks>
    /// <param name="reason">What the span failed of.</param>
    /// <param name="stackTrace">Where it failed, innermost frame first, one to a line; null takes the
    /// exception's.</param>
    /// <returns>Whether this call ended the span.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep; the span has ended.</exception>
    public bool Fail(Exception reason, string? stackTrace = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return IsEnabled && FailEnabled(reason, stackTrace);
    }

    /// <summary>Ends the span, if it has not ended, as one that was left without a word: emits the <c>exception</c> event
    /// with a <see cref="SpanNotStoppedException"/>.</summary>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep; the span has ended.</exception>
    public void Dispose()
    {
        if (IsEnabled)
        {
            FailEnabled(reason: null, stackTrace: null);
        }
    }

    /// <summary>The name and, of an enabled span, the context.</summary>
    public override string ToString() => IsEnabled ? $"{Name} {Context}" : Name.ToString();

    internal TelemetryDispatcher Dispatcher => _source.Dispatcher;

    private void Set<TValue>(ref LateFields<TValue>? fields, string key, TValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsEnabled && !IsEnded)
        {
            LazyInitializer.EnsureInitialized(ref fields, static () => new LateFields<TValue>())!.Set(key, value);
        }
    }

    // These two are apart from the members they serve, which are small enough then to become part of their callers: a span that
    // nobody listens to must cost next to nothing.
    private bool StopEnabled(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        if (!TryEnd())
        {
            return false;
        }

        if (_source.StopEvent.HasHandlers)
        {
            EmitStop(measurements, metadata);
        }

        Forget();
        return true;
    }

    private bool FailEnabled(Exception? reason, string? stackTrace)
    {
        if (!TryEnd())
        {
            return false;
        }

        if (_source.ExceptionEvent.HasHandlers)
        {
            EmitException(reason, stackTrace);
        }

        Forget();
        return true;
    }

    private bool TryEnd() => Interlocked.Exchange(ref _isEnded, 1) == 0;

    private void Forget()
    {
        _metadata = [];
        _lateMetadata = null;
        _lateMeasurements = null;
    }
}
