namespace Telemetry.Tests.Support;

/// <summary>Lets threads go on together, again and again, within nanoseconds where each has a core: a barrier wakes them one
/// after the other, which is too far apart for a race over one instruction.</summary>
internal sealed class SpinMeeting(int threads)
{
    private int _arrived;

    /// <summary>Waits for the others; the caller counts the rounds, from 0.</summary>
    public void Meet(int round)
    {
        Interlocked.Increment(ref _arrived);
        long deadline = Environment.TickCount64 + (long)Threads.Patience.TotalMilliseconds;
        var wait = new SpinWait();
        while (Volatile.Read(ref _arrived) < (round + 1) * threads)
        {
            wait.SpinOnce(sleep1Threshold: -1);
            Assert.True(Environment.TickCount64 < deadline, "The other threads did not come.");
        }
    }
}
