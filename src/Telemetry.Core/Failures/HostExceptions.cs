namespace Telemetry;

/// <summary>The rules that identify exceptions of the host, which are not failures of the handlers that they leave. Safe to use
/// from any thread.</summary>
internal sealed class HostExceptions
{
    private readonly object _gate = new();

    // Replaced under the lock, read without it.
    private Func<Exception, bool>[] _rules = [];

    /// <summary>Adds a rule.</summary>
    /// <returns>An object that removes the rule when it is disposed of.</returns>
    internal IDisposable Add(Func<Exception, bool> rule)
    {
        lock (_gate)
        {
            Volatile.Write(ref _rules, [.. _rules, rule]);
        }

        return new Removal(this, rule);
    }

    /// <summary>Determines whether an exception that leaves a handler is a failure of that handler.</summary>
    internal bool IsHandlerFailure(Exception exception)
    {
        if (ThreadEnd.IsCauseOf(exception))
        {
            return false;
        }

        foreach (Func<Exception, bool> isHostException in Volatile.Read(ref _rules))
        {
            if (isHostException(exception))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Removal(HostExceptions owner, Func<Exception, bool> rule) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            lock (owner._gate)
            {
                // A second call would remove an equal rule that someone else added.
                if (!_isDisposed)
                {
                    _isDisposed = true;
                    int index = Array.IndexOf(owner._rules, rule);
                    Volatile.Write(ref owner._rules, [.. owner._rules.Take(index), .. owner._rules.Skip(index + 1)]);
                }
            }
        }
    }
}
