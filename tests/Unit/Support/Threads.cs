using System.Runtime.ExceptionServices;

namespace Telemetry.Tests.Support;

/// <summary>Runs code on threads of its own, all released at once, and waits for them.</summary>
internal static class Threads
{
    // No test waits that long: it turns a deadlock into a failure.
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public static void Run(int count, Action<int> body) =>
        Run([.. Enumerable.Range(0, count).Select(index => (Action)(() => body(index)))]);

    public static void Run(params Action[] bodies) => Run(0, bodies);

    /// <summary>Runs on a thread that has little stack: twice what the runtime calls sufficient to go on.</summary>
    public static void RunOnSmallStack(Action body) => Run(256 * 1024, body);

    /// <summary>Runs the work on one thread and each of the others again and again, at least once, until the work is
    /// done.</summary>
    public static void RunDuring(Action work, params Action[] others)
    {
        bool done = false;
        Run([
            () =>
            {
                try
                {
                    work();
                }
                finally
                {
                    Volatile.Write(ref done, true);
                }
            },
            .. others.Select(other => (Action)(() =>
            {
                do
                {
                    other();
                }
                while (!Volatile.Read(ref done));
            })),
        ]);
    }

    public static void MeetAt(Barrier barrier) =>
        Assert.True(barrier.SignalAndWait(Patience), "The other threads did not come to the barrier.");

    public static void WaitFor(ManualResetEventSlim signal) =>
        Assert.True(signal.Wait(Patience), "The other thread gave no signal.");

    private static void Run(int stackSize, params Action[] bodies)
    {
        ExceptionDispatchInfo? failure = null;
        using var start = new Barrier(bodies.Length);
        Thread[] threads = [.. bodies.Select(body => new Thread(
            () =>
            {
                MeetAt(start);
                try
                {
                    body();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            stackSize))];

        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        failure?.Throw();
    }
}
