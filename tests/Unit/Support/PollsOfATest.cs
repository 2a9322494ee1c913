using System.Collections.Concurrent;
using Telemetry.Polling;

namespace Telemetry.Tests.Support;

/// <summary>A poller with a dispatcher of its own, whose notices are kept.</summary>
internal sealed class PollsOfATest : IDisposable
{
    private readonly ConcurrentQueue<string> _notices = new();

    public PollsOfATest()
    {
        Poller = new Poller(Dispatcher, "test");
        Poller.Noticed += (_, notice) => _notices.Enqueue(notice.Message);
    }

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal Poller Poller { get; }

    /// <summary>The messages of the notices, in order.</summary>
    internal string[] Notices => [.. _notices];

    /// <summary>Options of a poll that runs only when it is asked.</summary>
    internal static PollOptions OnRequest => new() { InitialDelay = TimeSpan.FromDays(1), Interval = TimeSpan.FromDays(1) };

    /// <summary>Options of a poll that runs all the time.</summary>
    internal static PollOptions Often => new() { Interval = TimeSpan.FromMilliseconds(10) };

    /// <summary>Runs a poll and waits for it.</summary>
    /// <returns>Whether the run succeeded.</returns>
    internal static bool Run(Poll poll) => poll.RunAsync(Threads.Patience).GetAwaiter().GetResult();

    /// <summary>Waits until something is so, which other threads bring about.</summary>
    internal static void WaitUntil(Func<bool> condition) =>
        Assert.True(SpinWait.SpinUntil(condition, Threads.Patience), "It did not become so.");

    /// <summary>Waits until no thread of the poller has work.</summary>
    internal static void WaitForEnd(Thread thread) => Assert.True(thread.Join(Threads.Patience), "The thread did not end.");

    public void Dispose() => Poller.Dispose();
}
