namespace Telemetry;

/// <summary>
/// An operation that takes time. A <see cref="TelemetrySpanSource"/> starts it and emits its <c>start</c> event. It ends once, by
/// <see cref="Stop"/>, <see cref="Fail"/> or <see cref="Dispose"/>, which emits its <c>stop</c> or <c>exception</c> event. Safe
/// to use from any thread, and not bound to the thread that started it.
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

    // The start metadata with the context and the parent, or empty if no metadata was given. Emptied at the end, or a span
    // that is still referenced, for example as a parent, would keep the values alive.
    private KeyValuePair<string, MetadataValue>[] _metadata = [];
    private LateFields<MetadataValue>? _lateMetadata;
    private LateFields<MeasurementValue>? _lateMeasurements;
    private bool _includesStartMetadata;
    private int _isEnded;

    /// <summary>Initializes the span that does nothing.</summary>
    internal TelemetrySpan(TelemetrySpanSource source) => _source = source;

    /// <summary>Initializes a span that has not emitted its start event yet.</summary>
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

    /// <summary>The name of the span, with which the names of its events begin.</summary>
    public EventName Name => _source.Name;

    /// <summary>The span that contains this one, or null. A parent that was given at the start may belong to another
    /// dispatcher.</summary>
    public TelemetrySpan? Parent { get; }

    /// <summary>The identity of the span, which its events carry as <c>telemetry_span_context</c> and those of its child spans as
    /// <c>telemetry_span_parent</c>: an integer that is unique in the process, or the value of <c>telemetry_span_context</c> in
    /// the start metadata. The null value if the span is not enabled.</summary>
    public MetadataValue Context { get; }

    /// <summary>Whether the span's events had handlers when the span was started, or its handle is an
    /// <see cref="TelemetrySpanSource.AlwaysEnabled"/> one. All spans of a handle that are not enabled are the same object, whose
    /// members do nothing, even if a handler is attached meanwhile.</summary>
    public bool IsEnabled { get; }

    /// <summary>Whether the span has ended. Always false if the span is not enabled.</summary>
    public bool IsEnded => Volatile.Read(ref _isEnded) != 0;

    /// <summary>Whether the <c>stop</c> event also carries the start metadata, over which the stop metadata takes precedence. The
    /// default is false, so that handlers combine the two themselves.</summary>
    public bool IncludesStartMetadata
    {
        get => Volatile.Read(ref _includesStartMetadata);
        set => Volatile.Write(ref _includesStartMetadata, value && IsEnabled);
    }

    /// <summary>Makes the span the current one of its dispatcher (<see cref="DispatcherSpanExtensions.GetCurrentSpan"/>) in this flow
    /// of control, and so the parent of the dispatcher's spans that are started in it. Does nothing if the span has ended or is
    /// not enabled.</summary>
    /// <returns>A scope that restores the previous current span when disposed. Dispose it in the calling method.</returns>
    public CurrentScope MakeCurrent() => IsEnabled && !IsEnded ? new(this, isReached: null) : default;

    /// <summary>Makes the span current, as <see cref="MakeCurrent()"/> does, in parts of this flow of control. For hosts in which
    /// ambient values do not follow the flow of control that users know, such as a script engine with jobs and
    /// callbacks.</summary>
    /// <param name="isReached">A function that determines whether the span is current where it is called: each time, on the
    /// thread that gets the current span, starts a span, or gets the span of an event. The result false hides this span and those
    /// around it. It must not throw.</param>
    /// <returns>A scope that restores the previous current span when disposed. Dispose it in the calling method.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="isReached"/> is null.</exception>
    public CurrentScope MakeCurrent(Func<bool> isReached)
    {
        ArgumentNullException.ThrowIfNull(isReached);
        return IsEnabled && !IsEnded ? new(this, isReached) : default;
    }

    /// <summary>Sets a metadata entry of the <c>stop</c> event, and of the <c>exception</c> event unless the start metadata has
    /// the same key. Does nothing after the span has ended.</summary>
    /// <param name="key">The key, without regard to case.</param>
    /// <param name="value">The value; the last one set counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void SetMetadata(string key, MetadataValue value) => Set(ref _lateMetadata, key, value);

    /// <summary>Sets a measurement of the <c>stop</c> or <c>exception</c> event. Does nothing after the span has ended.</summary>
    /// <param name="key">The key, without regard to case; <c>duration</c> and <c>monotonic_time</c> are reserved for the span and
    /// cannot be set.</param>
    /// <param name="value">The measured value; the last one set counts.</param>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    public void SetMeasurement(string key, MeasurementValue value) => Set(ref _lateMeasurements, key, value);

    /// <summary>Ends the span as successful, unless it has ended: emits the <c>stop</c> event.</summary>
    /// <remarks>The measurements are <c>duration</c> and <c>monotonic_time</c>, both a <see cref="TimeSpan"/>, and those that
    /// were set or passed. The metadata consists of the entries that were set or passed, and
    /// <c>telemetry_span_context</c>.</remarks>
    /// <param name="measurements">Additional measurements, which take precedence over those that were set.</param>
    /// <param name="metadata">Metadata that describes the outcome, and takes precedence over entries that were set.</param>
    /// <returns>Whether this call ended the span.</returns>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep. The span has ended.</exception>
    public bool Stop(
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements = default,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default) =>
        IsEnabled && StopEnabled(measurements, metadata);

    /// <summary>Ends the span as failed, unless it has ended: emits the <c>exception</c> event.</summary>
    /// <remarks>The measurements are <c>duration</c> and <c>monotonic_time</c>, both a <see cref="TimeSpan"/>, and those that
    /// were set. The metadata consists, in rising precedence, of the entries that were set, the unchanged start metadata, and
    /// <c>kind</c> (the full name of the exception's type), <c>reason</c> (the exception) and <c>stacktrace</c>.</remarks>
    /// <param name="reason">The exception that made the span fail. A <see cref="HandlerFaultException"/>, of code in another language,
    /// stands for the exception and the stack trace in it.</param>
    /// <param name="stackTrace">The stack trace of the failure, innermost frame first, one frame per line; null for that of the
    /// exception.</param>
    /// <returns>Whether this call ended the span.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reason"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep. The span has ended.</exception>
    public bool Fail(Exception reason, string? stackTrace = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var fault = reason as HandlerFaultException;
        return IsEnabled && FailEnabled(fault?.InnerException ?? reason, stackTrace ?? fault?.HandlerStackTrace);
    }

    /// <summary>Ends the span as one that was never stopped, unless it has ended: emits the <c>exception</c> event with a
    /// <see cref="SpanNotStoppedException"/>.</summary>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep. The span has ended.</exception>
    public void Dispose()
    {
        if (IsEnabled)
        {
            FailEnabled(reason: null, stackTrace: null);
        }
    }

    /// <summary>Returns the name and, for an enabled span, the context.</summary>
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

    // These two methods are separate, so that the members that call them are small enough to be inlined: a span without handlers
    // must cost next to nothing.
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
