using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// Forwards the stopping of the emitting cmdlet's pipeline to the private sessions in which handlers run for it, which the
/// engine does not know.
/// </summary>
/// <remarks>No pipeline runs in a private session, because starting one costs ten times as much as a handler, so there is
/// none to stop. Instead, a waiting thread is interrupted, and a script that does not wait is ended by the debugger at its
/// next statement; only a loop without any statement continues. Neither happens in a <c>finally</c> block, which runs to its
/// end to release what the handler holds.</remarks>
internal sealed class EmitterStop
{
    private readonly object _gate = new();

    // Nested calls on the emitter's thread. Null is a session that is being opened.
    private readonly List<PrivateSession?> _running = [];
    private Thread? _thread;
    private volatile bool _isRequested;

    internal bool IsRequested => _isRequested;

    // A handler that emits in a 'finally' block runs the handlers of that event to their end.
    private bool IsInFinally => _running.Exists(session => session is { IsInFinally: true });

    /// <summary>Stops the running handlers and those still to run. Called from the thread that stops the pipeline.</summary>
    internal void Request()
    {
        lock (_gate)
        {
            _isRequested = true;
            _running.ForEach(session => session?.EndAtNextStatement(CanEnd));
            if (_running.Count > 0 && _running[_running.Count - 1] is not null && !IsInFinally)
            {
                _thread!.Interrupt();
            }
        }
    }

    /// <summary>Gets a session for a call. A stop does not interrupt the opening of a session: the engine would report the
    /// interruption as an error, for which the handler would be detached.</summary>
    /// <param name="rent">The function that gets the session.</param>
    /// <exception cref="PipelineStoppedException">The emitter was stopped meanwhile, and no session was opened.</exception>
    internal PrivateSession Rent(Func<PrivateSession> rent)
    {
        Add(null);
        try
        {
            return rent();
        }
        catch (Exception) when (_isRequested && CanEnd())
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            Remove();
        }
    }

    /// <summary>Runs a call that can be stopped.</summary>
    /// <exception cref="PipelineStoppedException">The call was stopped.</exception>
    internal IReadOnlyList<object> Run(PrivateSession session, HandlerCall call)
    {
        Add(session);
        IReadOnlyList<object> written;
        try
        {
            written = session.Run(call);
        }
        finally
        {
            End(session);
        }

        return session.IsSpoiled && CanEnd() ? throw new PipelineStoppedException() : written;
    }

    private void Add(PrivateSession? session)
    {
        bool isStopped = Locked(() =>
        {
            bool isStopped = _isRequested && !IsInFinally;
            if (!isStopped)
            {
                _thread = Thread.CurrentThread;
                _running.Add(session);
            }

            return isStopped;
        });
        if (isStopped)
        {
            TakeInterruption();
            throw new PipelineStoppedException();
        }
    }

    private void Remove() => Locked(() =>
    {
        _running.RemoveAt(_running.Count - 1);
        return true;
    });

    private void End(PrivateSession session)
    {
        Remove();
        if (session.IsSpoiled)
        {
            TakeInterruption();
        }
    }

    // Called on the thread of the script, before each of its statements. The lock makes sure that the interruption has come,
    // and does not hit a 'finally' block that runs because of the end.
    private bool CanEnd()
    {
        bool canEnd = Locked(() => !IsInFinally);
        if (canEnd)
        {
            TakeInterruption();
        }

        return canEnd;
    }

    private bool Locked(Func<bool> action)
    {
        while (true)
        {
            try
            {
                lock (_gate)
                {
                    return action();
                }
            }
            catch (ThreadInterruptedException)
            {
                // The interruption came before the lock was taken.
            }
        }
    }

    // An interruption that came while the script did not wait is still pending, and must not hit the next code on this
    // thread.
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
