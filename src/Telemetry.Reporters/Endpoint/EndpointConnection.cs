using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>A connection of an endpoint, for one request. It is used on one thread, apart from <see cref="IsUnderWay"/>,
/// <see cref="TryDrop"/> and <see cref="Abort"/>.</summary>
internal sealed class EndpointConnection : IDisposable
{
    /// <summary>The longest time for a request and its response, in seconds.</summary>
    internal const int Seconds = 5;

    // States. While a connection is in the first, before and after it answers, it can be dropped.
    private const int Waiting = 0;
    private const int Answering = 1;
    private const int Dropped = 2;

    // Beyond the time above, if the client sends without a pause. The connection can be dropped meanwhile.
    private static readonly TimeSpan s_longestDrain = TimeSpan.FromSeconds(1);

    private readonly ClientSocket _client;
    private int _state = Waiting;
    private bool _hasResponse;
    private volatile bool _isAnswered;

    /// <param name="socket">The socket, which is disposed with this object.</param>
    internal EndpointConnection(Socket socket)
    {
        _client = new ClientSocket(socket, TimeSpan.FromSeconds(Seconds));
    }

    /// <summary>Whether a request is read or answered at the moment. A client from which nothing comes is not waited for.</summary>
    internal bool IsUnderWay => !_isAnswered && !_client.IsWaitingToRead;

    /// <summary>Reads the request and has it answered. An error of the request is answered here.</summary>
    internal void Serve(Action<HttpRequest, EndpointConnection> answer)
    {
        var reader = new HttpRequestReader(_client);
        try
        {
            if (reader.Read() is { } request && TryChange(Waiting, Answering))
            {
                answer(request, this);
            }
        }
        catch (HttpException e)
        {
            Refuse(e.Status, e.Message);
        }
        catch (TimeoutException) when (reader.HasBegun)
        {
            Refuse(408, $"The request was not complete within {Seconds} seconds.");
        }
        catch (Exception e) when (e is TimeoutException or SocketException)
        {
            // There is no client to answer.
        }
        catch
        {
            Refuse(500, "The request could not be answered.");
            throw;
        }

        _isAnswered = true;
        TryChange(Answering, Waiting);
        if (reader.HasBegun && reader.HasMore)
        {
            Drain();
        }
    }

    /// <summary>Answers with an error, without reading the request.</summary>
    internal void Refuse(int status, string message) => TryRespond(HttpResponse.Error(status, message));

    /// <summary>Sends the response.</summary>
    /// <exception cref="SocketException">The client closed the connection.</exception>
    /// <exception cref="TimeoutException">The client did not read the response in time.</exception>
    internal void Respond(HttpResponse response, bool withoutBody = false)
    {
        if (!_hasResponse)
        {
            _hasResponse = true;
            response.Write(_client, withoutBody);
        }
    }

    /// <summary>Sends the response, unless the client is no longer there.</summary>
    internal void TryRespond(HttpResponse response, bool withoutBody = false)
    {
        try
        {
            Respond(response, withoutBody);
        }
        catch (Exception e) when (e is TimeoutException or SocketException)
        {
            // There is no client to answer.
        }
    }

    /// <summary>Reads what the client still sends, so that it gets the response and not a reset.</summary>
    internal void Drain()
    {
        try
        {
            _client.Drain(s_longestDrain);
        }
        catch (SocketException)
        {
            // The client is gone.
        }
    }

    /// <summary>Ends the connection, unless a complete request is being answered.</summary>
    internal bool TryDrop()
    {
        if (!TryChange(Waiting, Dropped))
        {
            return false;
        }

        Abort();
        return true;
    }

    /// <summary>Makes the thread of the connection end.</summary>
    internal void Abort() => _client.Abort();

    public void Dispose() => _client.Dispose();

    private bool TryChange(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;
}
