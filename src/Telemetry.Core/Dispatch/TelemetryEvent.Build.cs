using System.Runtime.CompilerServices;

namespace Telemetry;

public sealed partial class TelemetryEvent
{
    /// <summary>Emits the event with what <paramref name="build"/> puts together, which is called only if someone listens: once,
    /// before the first handler, on this thread. Allocates nothing of its own, whether anyone listens or not.</summary>
    /// <remarks>A handler listens even if its filter (<see cref="HandlerOptions.Filter"/>) says no.</remarks>
    /// <typeparam name="TState">The type of what the event is built from; a tuple carries several values.</typeparam>
    /// <param name="state">What the event is built from.</param>
    /// <param name="build">Adds the measurements and the metadata. Make it <c>static</c>, so that no variable is captured and
    /// nothing is allocated for the call.</param>
    /// <exception cref="ArgumentNullException"><paramref name="build"/> is null.</exception>
    /// <exception cref="TelemetryRecursionException">Called by a handler, and too deep; or by a function that builds the event
    /// it emits, without an end.</exception>
    /// <example>
    /// <code>
    /// s_done.Execute(request, static (request, e) => e
    ///     .Measurement("duration", request.Elapsed)
    ///     .Metadata("route", request.Route));
    /// </code>
    /// </example>
    // After the others: a null or a default for the metadata is no function.
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

    // With each event that is built nested, one more is needed.
    private PayloadBuffer NewBuffer() =>
        Emission.HasSufficientStack() ? new PayloadBuffer() : throw Emission.RefuseToBuild(EventName);
}
