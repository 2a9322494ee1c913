namespace Telemetry;

/// <summary>The state of the emits on one thread.</summary>
internal sealed class ThreadState
{
    private const int IsRefused = int.MinValue;

    [ThreadStatic]
    private static int t_depth;

    [ThreadStatic]
    private static ThreadState? t_current;

    private TelemetryEvent?[]? _chain;
    private TelemetryRecursionException? _refusal;

    /// <summary>The number of handlers that are running nested on this thread. Negative where an emit of the innermost of them
    /// was refused (<see cref="TakeRefusal"/>).</summary>
    /// <remarks>All that most emits need, and a number of its own: a look-up costs as much as the call of a handler, and that of
    /// an object more.</remarks>
    internal static ref int Depth => ref t_depth;

    internal static ThreadState OfThisThread => t_current ??= new ThreadState();

    /// <summary>The events that are being emitted nested, by depth; the outermost is left out, as no circle needs it to be
    /// seen.</summary>
    internal TelemetryEvent?[] Chain => _chain ??= new TelemetryEvent?[Emission.MaxDepthOutsideCircles];

    /// <summary>The reports of failures that are being made; null where there are none.</summary>
    internal FailureReports? Reports { get; private init; }

    /// <summary>Takes note that an emit of the running handler is refused: the handler has failed, even if it catches the
    /// exception. Without this, a handler that catches and emits twice would run 2^MaxDepth times.</summary>
    internal static void SetRefusal(TelemetryRecursionException refusal)
    {
        // Outside of handlers, it is the emitter's own.
        if (t_depth != 0)
        {
            t_depth |= IsRefused;
            OfThisThread._refusal = refusal;
        }
    }

    /// <summary>Takes the refusal of an emit of the running handler away; null where there is none.</summary>
    internal static TelemetryRecursionException? TakeRefusal()
    {
        if (t_depth >= 0)
        {
            return null;
        }

        t_depth &= ~IsRefused;
        ThreadState state = OfThisThread;
        TelemetryRecursionException? refusal = state._refusal;
        state._refusal = null;
        return refusal;
    }

    /// <summary>Puts back what was taken away (null where that was nothing), in place of what was refused since.</summary>
    internal void PutBack(TelemetryRecursionException? refusal)
    {
        t_depth = refusal is null ? t_depth & ~IsRefused : t_depth | IsRefused;
        _refusal = refusal;
    }

    /// <summary>Makes reports as if no handler were running.</summary>
    internal static void RunApart(FailureReports reports)
    {
        (int depth, ThreadState? current) = (t_depth, t_current);
        (t_depth, t_current) = (0, new ThreadState { Reports = reports });
        try
        {
            reports.MakeAll();
        }
        finally
        {
            (t_depth, t_current) = (depth, current);
        }
    }
}
