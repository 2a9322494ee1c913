namespace Telemetry;

/// <summary>Creates timers whose callbacks do not run in the execution context of their creator, and do not keep it alive.</summary>
internal static class BackgroundTimer
{
    /// <summary>Creates a timer that is not started.</summary>
    internal static Timer Create(Action callback)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return New();
        }

        using AsyncFlowControl none = ExecutionContext.SuppressFlow();
        return New();

        Timer New() => new(_ => callback(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
