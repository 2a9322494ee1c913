using System.Runtime.CompilerServices;

namespace Telemetry;

public sealed partial class TelemetryEvent
{
    /// <summary>Emits the event with the measurements and the metadata that <paramref name="build"/> adds. It is called only if
    /// the event has handlers: once, before the first handler, on the calling thread. The method itself allocates nothing, with
    /// or without handlers.</summary>
    /// <remarks>A handler counts even if its filter (<see cref="HandlerOptions.Filter"/>) rejects the event.</remarks>
    /// <typeparam name="TState">The type of the value that the event is built from. A tuple can carry several values.</typeparam>
    /// <param name="state">The value that the event is built from.</param>
    /// <param name="build">The function that adds the measurements and the metadata. Make it <c>static</c>, so that it captures
    /// no variable and the call allocates nothing.</param>
    /// <exception cref="ArgumentNullException"><paramref name="build"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">A handler makes the emit, nested too deep; or a function that builds an
    /// event emits that event, in an endless recursion.</exception>
    /// <example>
    /// <code>
    /// s_done.Execute(request, static (request, e) => e
    ///     .Measurement("duration", request.Elapsed)
    ///     .Metadata("route", request.Route));
    /// </code>
    /// </example>
    // Lower priority than the other overloads, for which null or default as the metadata is meant.
    [OverloadResolutionPriority(-1)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Execute<TState>(TState state, EventBuilderAction<TState> build)
    {
        ArgumentNullException.ThrowIfNull(build);
        HandlerSlot[]? slots = Volatile.Read(ref _slots);
        if (slots is not null)
        {
            Build(slots, state, build);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Build<TState>(HandlerSlot[] slots, TState state, EventBuilderAction<TState> build)
    {
        PayloadBuffer payload = PayloadBuffer.TakeFree() ?? NewBuffer();
        try
        {
            build(state, new EventBuilder(payload));
            Run(slots, payload.Measurements.Span, payload.Metadata.Span);
        }
        finally
        {
            payload.Return();
        }
    }

    // One more buffer is needed for each event that is built nested.
    private PayloadBuffer NewBuffer() =>
        RecursionGuard.HasSufficientStack() ? new PayloadBuffer() : throw RecursionGuard.RefuseToBuild(EventName);
}
