using System.Diagnostics.CodeAnalysis;

namespace Telemetry;

/// <summary>
/// The handle of a span, which an emitter gets once (<see cref="DispatcherSpanExtensions.GetSpanSource(TelemetryDispatcher,
/// EventName)"/>) and
/// keeps. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>A span of the name <c>web.request</c> emits <c>web.request.start</c> when it starts, then either
/// <c>web.request.stop</c> or <c>web.request.exception</c>.</para>
/// <para>Every event carries <c>telemetry_span_context</c>, the same in all events of one span, and, where the span has a
/// parent, <c>telemetry_span_parent</c>, which is the parent's context. Where the start metadata holds such a key, its value
/// is that of all the events; where the stop metadata does, that of <c>stop</c>.</para>
/// <para>A handler that fails changes nothing of a span. While nobody listens to any of the three events, a span costs
/// no more than asking for that; a handler that is attached while such a span is open hears nothing of its end, unless the
/// handle is one whose spans are <see cref="AlwaysEnabled"/>.</para>
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

    /// <summary>The name of the spans, in the spelling first given, which their events begin with.</summary>
    public EventName Name { get; }

    /// <summary>The dispatcher the events belong to.</summary>
    public TelemetryDispatcher Dispatcher => StartEvent.Dispatcher;

    /// <summary>The event emitted when a span starts.</summary>
    /// <remarks>Measurements: <c>monotonic_time</c>, a <see cref="TimeSpan"/> from a fixed but unknown start;
    /// <c>system_time</c>, UTC. Metadata: the start metadata.</remarks>
    public TelemetryEvent StartEvent { get; }

    /// <summary>The event emitted when a span ends well: see <see cref="TelemetrySpan.Stop"/>.</summary>
    public TelemetryEvent StopEvent { get; }

    /// <summary>The event emitted when a span ends otherwise: see <see cref="TelemetrySpan.Fail"/>.</summary>
    public TelemetryEvent ExceptionEvent { get; }

    /// <summary>Whether anyone listens to one of the three events. Ask it before building metadata that is costly to
    /// build.</summary>
    public bool HasHandlers => Volatile.Read(ref _hasHandlers);

    /// <summary>The handle of spans of the same name that are enabled even if nobody listens when they start, so that a
    /// handler attached while one is open hears of its end. It is for spans that stay open for long, such as jobs: each one is
    /// allocated and reads the clock, whether anyone listens or not.</summary>
    /// <value>Always the same object; of such a handle, itself.</value>
    public TelemetrySpanSource AlwaysEnabled { get; }

    /// <summary>Starts a span, which may be ended in another method and on another thread: emits the <c>start</c>
    /// event.</summary>
    /// <remarks>
    /// <para>Where nobody listens, the span returned is not enabled, and nothing is allocated, unless the handle's spans are
    /// <see cref="AlwaysEnabled"/>. The span is not made current: see <see cref="TelemetrySpan.MakeCurrent()"/>.</para>
    /// <para>Handlers of <c>start</c> run in the caller's context: the ambient values (<see cref="AsyncLocal{T}"/>) that they
    /// set stay set in the method that called, and in what it calls. <c>Run</c> and <c>RunAsync</c> restore them.</para>
    /// </remarks>
    /// <param name="metadata">What describes the span from the start; copied.</param>
    /// <param name="parent">The span that this one is a part of, which may belong to another dispatcher; null takes the
    /// current span of this one's (<see cref="DispatcherSpanExtensions.GetCurrentSpan"/>). A span that is not enabled is no parent.</param>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep; no span was started.</exception>
    public TelemetrySpan Start(
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata = default, TelemetrySpan? parent = null) =>
        StartsEnabled ? StartEnabled(metadata, parent ?? Dispatcher.GetCurrentSpan()) : _disabled;

    /// <summary>The name.</summary>
    public override string ToString() => Name.ToString();

    // One field to read, as it is read where nobody listens.
    private bool StartsEnabled => Volatile.Read(ref _startsEnabled);

    // Called under the lock of the dispatcher when handlers of one of the events come or go.
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
