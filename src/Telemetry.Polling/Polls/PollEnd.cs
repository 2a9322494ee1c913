namespace Telemetry.Polling;

/// <summary>The end of the process, as far as polls are concerned: none starts, and those that are under way have a moment to
/// end.</summary>
internal static class PollEnd
{
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    // A process that is alive so long after the last stage began has survived a signal.
    private static readonly TimeSpan s_survival = TimeSpan.FromSeconds(15);

    private static int s_isWatching;
    private static long s_resumeTicks;

    /// <summary>Whether the end began. False again after a signal that the process survived.</summary>
    internal static bool IsUnderWay => Left > TimeSpan.Zero;

    /// <summary>The time for which no poll starts, as far as known; zero if there is no end.</summary>
    internal static TimeSpan Left
    {
        get
        {
            long resume = Interlocked.Read(ref s_resumeTicks);
            return resume == 0 ? TimeSpan.Zero
                : resume == long.MaxValue ? s_survival
                : new TimeSpan(Math.Max(0, resume - PollClock.Now.Ticks));
        }
    }

    /// <summary>Watches for the end of the process. The first call registers; signals are not watched before.</summary>
    internal static void Watch()
    {
        if (Interlocked.Exchange(ref s_isWatching, 1) == 0)
        {
            ProcessEnd.Register(ProcessEndStage.Queues, s_longestWait, static _ => Begin());
            ProcessEnd.Register(ProcessEndStage.Reports, s_longestWait, static _ => BeginLastStage());
        }
    }

    private static void Begin()
    {
        Interlocked.Exchange(ref s_resumeTicks, long.MaxValue);
        TimeSpan deadline = PollClock.Now + s_longestWait;
        foreach (Poller poller in PollerList.All())
        {
            poller.WaitForRun(deadline);
        }
    }

    private static void BeginLastStage() => Interlocked.Exchange(ref s_resumeTicks, (PollClock.Now + s_survival).Ticks);
}
