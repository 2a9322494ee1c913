using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The handle of a span, which an emitter gets once (<see cref="DispatcherSpanExtensions.GetSpanSource(TelemetryDispatcher,
/// EventName)"/>) and reuses. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>A span with the name <c>web.request</c> emits <c>web.request.start</c> when it starts, then either
/// <c>web.request.stop</c> or <c>web.request.exception</c>.</para>
/// <para>Every event carries <c>telemetry_span_context</c>, the same in all events of one span, and, if the span has a
/// parent, <c>telemetry_span_parent</c>, which is the parent's context. A value for one of these keys in the start metadata
/// applies to all the events, one in the stop metadata to <c>stop</c>.</para>
/// <para>A handler that fails does not affect the span. While none of the three events has handlers, a span costs no more
/// than the check for them; a handler that is attached while such a span is open does not receive its end, unless the handle
/// is an <see cref="AlwaysEnabled"/> one.</para>
/// </remarks>
/// <example>
/// <code>
/// static readonly TelemetrySpanSource s_request = TelemetryDispatcher.Default.GetSpanSource("web.request");
///
/// Reply reply = s_request.Run(span => Handle(request), [new("route", route)]);
/// </code>
/// </example>
[SuppressMessage("Design", "CA1001", Justification = "The span that does nothing has nothing to dispose of.")]
public sealed partial class TelemetrySpanSource
{
    private readonly TelemetrySpan _disabled;
    private bool _hasHandlers;
    private bool _startsEnabled;

    internal TelemetrySpanSource(
        EventName name, TelemetryEvent startEvent, TelemetryEvent stopEvent, TelemetryEvent exceptionEvent)
    {
        Name = name;
        StartEvent = startEvent;
        StopEvent = stopEvent;
        ExceptionEvent = exceptionEvent;
        _disabled = new TelemetrySpan(this);
        AlwaysEnabled = new TelemetrySpanSource(this);
        startEvent.Dispatcher.OnHandlersChanged(OnHandlersChanged, startEvent, stopEvent, exceptionEvent);
    }

    private TelemetrySpanSource(TelemetrySpanSource source)
    {
        Name = source.Name;
        StartEvent = source.StartEvent;
        StopEvent = source.StopEvent;
        ExceptionEvent = source.ExceptionEvent;
        _disabled = source._disabled;
        _startsEnabled = true;
        AlwaysEnabled = this;
    }

    /// <summary>The name of the spans, in the spelling first given, with which the names of their events begin.</summary>
    public EventName Name { get; }

    /// <summary>The dispatcher that the events belong to.</summary>
    public TelemetryDispatcher Dispatcher => StartEvent.Dispatcher;

    /// <summary>The event emitted when a span starts.</summary>
    /// <remarks>Measurements: <c>monotonic_time</c>, a <see cref="TimeSpan"/> from a fixed but unknown start;
    /// <c>system_time</c>, UTC. Metadata: the start metadata.</remarks>
    public TelemetryEvent StartEvent { get; }

    /// <summary>The event emitted when a span ends successfully: see <see cref="TelemetrySpan.Stop"/>.</summary>
    public TelemetryEvent StopEvent { get; }

    /// <summary>The event emitted when a span ends otherwise: see <see cref="TelemetrySpan.Fail"/>.</summary>
    public TelemetryEvent ExceptionEvent { get; }

    /// <summary>Whether one of the three events has handlers. Check it before building metadata that is costly to
    /// build.</summary>
    public bool HasHandlers => Volatile.Read(ref _hasHandlers);

    /// <summary>The handle of spans of the same name that are enabled even if no handler is attached when they start, so that a
    /// handler that is attached while one is open receives its end. Intended for spans that stay open for long, such as jobs:
    /// each one is allocated and reads the clock, with or without handlers.</summary>
    /// <value>Always the same object; for such a handle, the handle itself.</value>
    public TelemetrySpanSource AlwaysEnabled { get; }

    /// <summary>The span of this name that is not enabled, whose members do nothing. It is what <see cref="Start"/> returns without
    /// handlers, for code that does not even build the start metadata then.</summary>
    public TelemetrySpan Disabled => _disabled;

    /// <summary>Starts a span and emits its <c>start</c> event. The span may be ended in another method and on another
    /// thread.</summary>
    /// <remarks>
    /// <para>Without handlers, the returned span is not enabled, and nothing is allocated, unless the handle is an
    /// <see cref="AlwaysEnabled"/> one. The span is not made current: see <see cref="TelemetrySpan.MakeCurrent()"/>.</para>
    /// <para>Handlers of <c>start</c> run in the caller's context: the ambient values (<see cref="AsyncLocal{T}"/>) that they
    /// set stay set in the calling method, and in the methods it calls. <c>Run</c> and <c>RunAsync</c> restore them.</para>
    /// </remarks>
    /// <param name="metadata">The start metadata, which is copied.</param>
    /// <param name="parent">The span that contains this one, which may belong to another dispatcher; null for the current span
    /// of this one's (<see cref="DispatcherSpanExtensions.GetCurrentSpan"/>). If that span is not enabled, there is no parent.</param>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep. No span was started.</exception>
    public TelemetrySpan Start(
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default, TelemetrySpan? parent = null) =>
        StartsEnabled ? StartEnabled(metadata, parent ?? Dispatcher.GetCurrentSpan()) : _disabled;

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name.ToString();

    // A single field, to keep a start without handlers cheap.
    private bool StartsEnabled => Volatile.Read(ref _startsEnabled);

    // Called under the lock of the dispatcher when handlers of one of the events are attached or detached.
    private void OnHandlersChanged()
    {
        bool hasHandlers = StartEvent.HasHandlers || StopEvent.HasHandlers || ExceptionEvent.HasHandlers;
        Volatile.Write(ref _hasHandlers, hasHandlers);
        Volatile.Write(ref _startsEnabled, hasHandlers);
        Volatile.Write(ref AlwaysEnabled._hasHandlers, hasHandlers);
    }

    private TelemetrySpan StartEnabled(ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata, TelemetrySpan? parent)
    {
        var span = new TelemetrySpan(this, metadata, parent is { IsEnabled: true } ? parent : null);
        span.EmitStart();
        return span;
    }
}
