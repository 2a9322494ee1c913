namespace Telemetry;

/// <summary>The state of the emits on one thread: their depth, their events, and whether one was refused.</summary>
internal sealed class ThreadState
{
    /// <summary>The depth from which a recursive emit, of an event that is already being emitted, is refused.</summary>
    internal const int MaxDepth = 32;

    /// <summary>The depth at which every emit is refused.</summary>
    internal const int MaxDepthOutsideCircles = 2 * MaxDepth;

    private const int IsRefused = int.MinValue;

    [ThreadStatic]
    private static int t_depth;

    [ThreadStatic]
    private static ThreadState? t_current;

    private EmittedEvent[]? _chain;
    private TelemetryRecursionException? _refusal;

    /// <summary>The number of handlers that are running nested on this thread. Negative if an emit of the innermost one was
    /// refused (<see cref="TakeRefusal"/>).</summary>
    /// <remarks>A separate field, as most emits need nothing else: looking up an object per thread costs more than the call of a
    /// handler.</remarks>
    internal static ref int Depth => ref t_depth;

    internal static ThreadState OfThisThread => t_current ??= new ThreadState();

    /// <summary>The events that are being emitted, by depth. The outermost one is left out: no recursion consists of it
    /// alone.</summary>
    internal EmittedEvent[] Chain => _chain ??= new EmittedEvent[MaxDepthOutsideCircles];

    /// <summary>The reports of failures that are being made; null if there are none.</summary>
    internal FailureReports? Reports { get; private init; }

    /// <summary>Marks the running handler as failed because its emit is refused, even if it catches the exception. Without this,
    /// a handler that catches it and emits twice would run 2^MaxDepth times.</summary>
    internal static void SetRefusal(TelemetryRecursionException refusal)
    {
        // Outside handlers, only the emitter receives the exception.
        if (t_depth != 0)
        {
            t_depth |= IsRefused;
            OfThisThread._refusal = refusal;
        }
    }

    /// <summary>Removes and returns the refusal of an emit of the running handler; null if there is none.</summary>
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

    /// <summary>Restores the refusal that was removed before, or none, in place of a later one.</summary>
    internal void RestoreRefusal(TelemetryRecursionException? refusal)
    {
        t_depth = refusal is null ? t_depth & ~IsRefused : t_depth | IsRefused;
        _refusal = refusal;
    }

    /// <summary>Makes reports as if no handler were running.</summary>
    internal static void RunReports(FailureReports reports)
    {
        (int depth, ThreadState? current) = (t_depth, t_current);
        (t_depth, t_current) = (0, new ThreadState { Reports = reports });
        try
        {
            reports.RunAll();
        }
        finally
        {
            (t_depth, t_current) = (depth, current);
        }
    }
}
