using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>
/// Carries the stopping of the emitting cmdlet's pipeline to the private sessions in which handlers run for it: the engine
/// knows nothing of them.
/// </summary>
/// <remarks>No pipeline runs in a private session (starting one costs ten times what a handler does), so there is none to
/// stop. Instead the thread is interrupted where it waits, and a script that does not wait is ended by the debugger at its
/// next statement; only a loop without any statement goes on.</remarks>
internal sealed class EmitterStop
{
    private readonly object _gate = new();
    private readonly List<PrivateSession> _running = [];
    private volatile bool _isRequested;

    internal bool IsRequested => _isRequested;

    /// <summary>Stops what runs, and what is still to run. Called from the thread that stops the pipeline.</summary>
    internal void Request()
    {
        lock (_gate)
        {
            _isRequested = true;
            _running.ForEach(session => session.Interrupt());
        }
    }

    /// <summary>Runs a call that can be stopped.</summary>
    /// <exception cref="PipelineStoppedException">It was.</exception>
    internal IReadOnlyList<object> Run(PrivateSession session, HandlerCall call)
    {
        lock (_gate)
        {
            if (_isRequested)
            {
                throw new PipelineStoppedException();
            }

            session.Thread = Thread.CurrentThread;
            _running.Add(session);
        }

        IReadOnlyList<object> written;
        try
        {
            written = session.Run(call);
        }
        finally
        {
            End(session);
        }

        return session.IsSpoiled ? throw new PipelineStoppedException() : written;
    }

    private void End(PrivateSession session)
    {
        bool isDone = false;
        while (!isDone)
        {
            try
            {
                lock (_gate)
                {
                    _running.Remove(session);
                    isDone = true;
                }
            }
            catch (ThreadInterruptedException)
            {
                // The interruption came between the end of the script and this lock.
            }
        }

        if (session.IsSpoiled)
        {
            TakeInterruption();
        }
    }

    // One that came while the script did not wait is still to come, and must not hit what runs next on this thread.
    private static void TakeInterruption()
    {
        try
        {
            Thread.Sleep(1);
        }
        catch (ThreadInterruptedException)
        {
        }
    }
}
