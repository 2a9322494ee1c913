namespace Telemetry;

/// <summary>Extension methods that get the spans of a dispatcher.</summary>
public static class DispatcherSpanExtensions
{
    /// <summary>Gets the handle of a span, always the same object for the same name. The span's three events,
    /// <c>start</c>, <c>stop</c> and <c>exception</c> below that name, are known from then on and stay in memory with the
    /// dispatcher. Use constant names, and distinguish instances by metadata.</summary>
    /// <param name="dispatcher">The dispatcher that the events belong to.</param>
    /// <param name="name">The name of the span, with which the names of its events begin.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static TelemetrySpanSource GetSpanSource(this TelemetryDispatcher dispatcher, EventName name)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(name);
        return SpanSources.Of(dispatcher).GetOrAdd(dispatcher, name);
    }

    /// <summary>Gets the handle of a span by its dotted name.</summary>
    /// <param name="dispatcher">The dispatcher that the events belong to.</param>
    /// <param name="name">The name of the span, for example <c>web.request</c>.</param>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    /// <inheritdoc cref="GetSpanSource(TelemetryDispatcher, EventName)"/>
    public static TelemetrySpanSource GetSpanSource(this TelemetryDispatcher dispatcher, string name) =>
        dispatcher.GetSpanSource(EventName.Parse(name));

    /// <summary>Gets the innermost span of the dispatcher that was made current in this flow of control, by
    /// <see cref="TelemetrySpan.MakeCurrent()"/> or by a <c>Run</c> method of <see cref="TelemetrySpanSource"/>, and that has
    /// not ended, or null. It flows into tasks and threads as an <see cref="AsyncLocal{T}"/> does. Spans of other
    /// dispatchers are ignored.</summary>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dispatcher"/> is null.</exception>
    public static TelemetrySpan? GetCurrentSpan(this TelemetryDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return CurrentSpan.Innermost(dispatcher);
    }
}
