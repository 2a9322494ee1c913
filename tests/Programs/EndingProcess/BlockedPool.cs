namespace Telemetry.Tests.Programs;

internal static class BlockedPool
{
    /// <summary>Blocks all threads that the pool can have, for ever.</summary>
    internal static void Block()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMaxThreads(workers, ports);
        using var blocked = new CountdownEvent(workers);
        for (int i = 0; i < workers; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                blocked.Signal();
                Thread.Sleep(Timeout.Infinite);
            });
        }

        blocked.Wait();
    }
}
