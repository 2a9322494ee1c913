using System.Diagnostics;
using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>The open connections of an endpoint, each on its own thread. Safe to use from any thread.</summary>
/// <param name="answer">Answers a request.</param>
/// <param name="name">The name of the threads.</param>
internal sealed class EndpointConnections(Action<HttpRequest, EndpointConnection> answer, string name)
{
    private const int Limit = 8;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly object _gate = new();
    private readonly HashSet<EndpointConnection> _served = [];
    private readonly HashSet<EndpointConnection> _refused = [];

    /// <summary>Serves a client, or refuses it if there are too many.</summary>
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
        connection.Refuse(503, $"There are {Limit} connections already. Try again later.");

    private bool TryAdd(HashSet<EndpointConnection> connections, EndpointConnection connection)
    {
        lock (_gate)
        {
            return connections.Count < Limit && connections.Add(connection);
        }
    }

    private void Start(HashSet<EndpointConnection> connections, EndpointConnection connection, Action work)
    {
        try
        {
            ReporterThread.Start(
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

    private void Remove(HashSet<EndpointConnection> connections, EndpointConnection connection)
    {
        lock (_gate)
        {
            connections.Remove(connection);
            connection.Dispose();
            Monitor.PulseAll(_gate);
        }
    }
}
