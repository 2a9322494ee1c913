using System.Diagnostics;
using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>The open connections of an endpoint, each on its own thread. If there are too many, the oldest one whose request is not
/// complete is closed, or clients that send nothing would lock out the others. Safe to use from any thread.</summary>
/// <param name="answer">Answers a request.</param>
/// <param name="name">The name of the threads.</param>
internal sealed class EndpointConnections(Action<HttpRequest, EndpointConnection> answer, string name)
{
    private const int Limit = 8;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly List<EndpointConnection> _served = [];
    private readonly List<EndpointConnection> _refused = [];

    /// <summary>Serves a client, or refuses it if too many requests are being answered.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for a thread.</exception>
    internal void Add(Socket socket)
    {
        EndpointConnection connection;
        try
        {
            connection = new EndpointConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        if (TryAdd(_served, connection))
        {
            Start(_served, connection, () => connection.Serve(answer));
        }
        else if (TryAdd(_refused, connection))
        {
            Start(
                _refused,
                connection,
                () =>
                {
                    Refuse(connection);
                    connection.Drain();
                });
        }
        else
        {
            Refuse(connection);
            connection.Dispose();
        }
    }

    /// <summary>Waits until the requests that are read or answered at the moment are answered.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Whether all were answered.</returns>
    internal bool WaitForRequests(CancellationToken cancellation)
    {
        lock (_gate)
        {
            EndpointConnection[] now = [.. _served];
            while (Array.Exists(now, connection => _served.Contains(connection) && connection.IsUnderWay))
            {
                if (cancellation.IsCancellationRequested)
                {
                    return false;
                }

                Monitor.Wait(_gate, s_pause);
            }

            return true;
        }
    }

    /// <summary>Ends all connections, whatever their state.</summary>
    internal void Abort()
    {
        lock (_gate)
        {
            foreach (EndpointConnection connection in _served.Concat(_refused))
            {
                connection.Abort();
            }
        }
    }

    private static void Refuse(EndpointConnection connection) =>
        connection.Refuse(503, $"There are {Limit} requests already that are being answered. Try again later.");

    private bool TryAdd(List<EndpointConnection> connections, EndpointConnection connection)
    {
        lock (_gate)
        {
            if (connections.Count == Limit && (connections != _served || !TryDropOne()))
            {
                return false;
            }

            connections.Add(connection);
            return true;
        }
    }

    // The oldest are the first. The thread of a dropped one ends soon, and disposes it.
    private bool TryDropOne()
    {
        int index = _served.FindIndex(connection => connection.TryDrop());
        if (index < 0)
        {
            return false;
        }

        _served.RemoveAt(index);
        return true;
    }

    private void Start(List<EndpointConnection> connections, EndpointConnection connection, Action work)
    {
        try
        {
            BackgroundThread.Start(
                () =>
                {
                    Run(work);
                    Remove(connections, connection);
                },
                name);
        }
        catch
        {
            Remove(connections, connection);
            throw;
        }
    }

    // An exception would end the process.
    private static void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"A connection of an endpoint failed: {e}");
        }
    }

    private void Remove(List<EndpointConnection> connections, EndpointConnection connection)
    {
        lock (_gate)
        {
            connections.Remove(connection);
            connection.Dispose();
            Monitor.PulseAll(_gate);
        }
    }
}
