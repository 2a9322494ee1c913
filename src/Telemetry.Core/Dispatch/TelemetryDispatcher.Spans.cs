namespace Telemetry;

public sealed partial class TelemetryDispatcher
{
    private readonly Dictionary<EventName, TelemetrySpanSource> _spanSources = [];

    /// <summary>The innermost span of this dispatcher that was made current in this flow of control, by
    /// <see cref="TelemetrySpan.MakeCurrent"/> or by a <c>Run</c> method of <see cref="TelemetrySpanSource"/>, and that has
    /// not ended; or null. It flows into tasks and threads as an <see cref="AsyncLocal{T}"/> does. Spans of other
    /// dispatchers are not seen.</summary>
    public TelemetrySpan? CurrentSpan => Telemetry.CurrentSpan.Innermost(this);

    /// <summary>Gets the handle of a span, always the same object for the same name. The span's three events,
    /// <c>start</c>, <c>stop</c> and <c>exception</c> below that name, are known from then on and stay in memory with the
    /// dispatcher, so names are constants: what tells instances apart is metadata.</summary>
    /// <param name="name">The name of the span, which its events begin with.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public TelemetrySpanSource GetSpanSource(EventName name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            if (!_spanSources.TryGetValue(name, out TelemetrySpanSource? source))
            {
                source = new TelemetrySpanSource(
                    name,
                    GetOrAdd(name.Append("start")),
                    GetOrAdd(name.Append("stop")),
                    GetOrAdd(name.Append("exception")));
                _spanSources.Add(name, source);
            }

            return source;
        }
    }

    /// <summary>Gets the handle of a span by its dotted name.</summary>
    /// <param name="name">The name of the span, for example <c>web.request</c>.</param>
    /// <exception cref="FormatException"><paramref name="name"/> is not a valid name.</exception>
    /// <inheritdoc cref="GetSpanSource(EventName)"/>
    public TelemetrySpanSource GetSpanSource(string name) => GetSpanSource(EventName.Parse(name));
}
