using System.Diagnostics;
using System.Net;

namespace Telemetry.Reporters;

/// <summary>The addresses of a host. Its name is resolved on a thread of its own, as a call of the system's resolver cannot be
/// cancelled. Used by one thread at a time.</summary>
/// <param name="host">The name or the IP address of the host.</param>
/// <param name="lifetime">The time after which a name is resolved again.</param>
internal sealed class HostAddresses(string host, TimeSpan lifetime)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private IPAddress[] _known = [];
    private Stopwatch? _age;
    private bool _isResolving;
    private string? _error;

    /// <summary>The name or the IP address of the host.</summary>
    internal string Host => host;

    /// <summary>Returns the addresses. If the name cannot be resolved any more, or within a second, they are
    /// those of the last time.</summary>
    /// <exception cref="ReportException">The name cannot be resolved.</exception>
    /// <exception cref="OperationCanceledException">It was not resolved in time.</exception>
    internal IPAddress[] Resolve(CancellationToken cancellation)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return [literal];
        }

        // Not disposed under the lock, which the callback waits for.
        using CancellationTokenRegistration registration = cancellation.Register(Wake);
        lock (_gate)
        {
            if (_age is null || _age.Elapsed > lifetime)
            {
                Begin();
                Stopwatch passed = Stopwatch.StartNew();
                while (_isResolving && !cancellation.IsCancellationRequested)
                {
                    // A resolver that hangs must not take all of the time, if the last addresses may still be right.
                    TimeSpan left = s_patience - passed.Elapsed;
                    if (_known.Length > 0 && left <= TimeSpan.Zero)
                    {
                        return _known;
                    }

                    Monitor.Wait(_gate, _known.Length > 0 ? left : Timeout.InfiniteTimeSpan);
                }

                cancellation.ThrowIfCancellationRequested();
            }

            return _known.Length > 0
                ? _known
                : throw new ReportException($"the host '{host}' was not found: {_error}");
        }
    }

    /// <summary>Resolves the name again the next time, as an address did not answer.</summary>
    internal void Expire()
    {
        lock (_gate)
        {
            _age = null;
        }
    }

    private void Begin()
    {
        if (!_isResolving)
        {
            _isResolving = true;
            BackgroundThread.Start(Query, $"Telemetry reporter, address of {host}");
        }
    }

    private void Query()
    {
        IPAddress[] found = [];
        string error = "it has no address";
        try
        {
            found = Dns.GetHostAddresses(host);
        }
        catch (Exception e)
        {
            // Whatever it is: on this thread, it would end the process.
            error = e.Message.TrimEnd('.');
        }

        lock (_gate)
        {
            if (found.Length > 0)
            {
                _known = found;
                _age = Stopwatch.StartNew();
            }

            _error = error;
            _isResolving = false;
            Monitor.PulseAll(_gate);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }
}
