using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Telemetry.Otlp.Engine;

/// <summary>The outcome of the requests of one delivery, by what was sent and what the receiver answered. (The SDK itself does not tell:
/// it reports success for what was rejected in part, and no reason for a failure.)</summary>
internal sealed class Exchange(Destination destination)
{
    private const int RejectedCount = 1;
    private const int RejectedText = 2;
    private const int PartialSuccess = 1;

    // 408 and 429 are of the moment.
    private static readonly HttpStatusCode[] s_refusals =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.UnsupportedMediaType,
        HttpStatusCode.UnprocessableEntity,
    ];

    private string? _error;
    private bool _isRefused;
    private bool _hasAnswer;
    private long _bytes;
    private long _rejected;
    private string? _rejectedBecause;

    /// <summary>The longest body of a response that is read.</summary>
    internal const int MaximumBody = 256 * 1024;

    /// <summary>Whether a request ended, in whichever way.</summary>
    internal bool HasAnswer => _hasAnswer;

    internal void AddSent(long bytes) => _bytes += bytes;

    internal void Answer(HttpResponseMessage response, byte[] body)
    {
        _hasAnswer = true;
        if (destination.IsGrpc)
        {
            AnswerByGrpc(response, body);
        }
        else if (response.IsSuccessStatusCode)
        {
            Accept(body);
        }
        else
        {
            Fail(StatusText(response, body), Array.IndexOf(s_refusals, response.StatusCode) >= 0);
        }
    }

    internal void Fail(Exception exception, bool isOver)
    {
        _hasAnswer = true;
        Fail(TextOf(exception, isOver), isRefused: false);
    }

    /// <summary>Returns the outcome.</summary>
    /// <param name="hasArrived">Whether the export succeeded, by the SDK.</param>
    /// <param name="items">The number of items that were sent.</param>
    internal Delivery End(bool hasArrived, long items)
    {
        if (_error is null && !hasArrived)
        {
            // Never sent: the SDK could not make a request of them.
            Fail(
                _hasAnswer ? "answered what cannot be read" : "was sent nothing, as the SDK could make no request: it may be too large",
                isRefused: !_hasAnswer);
        }

        return new Delivery
        {
            Error = _error,
            IsRefused = _isRefused,
            Items = _error is null ? items - Math.Min(_rejected, items) : 0,
            Attempted = items,
            Bytes = _error is null ? _bytes : 0,
            Rejected = _rejected,
            RejectedBecause = _rejectedBecause,
        };
    }

    private static string Because(string? text) => text is null ? string.Empty : $": {text}";

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }

    private string StatusText(HttpResponseMessage response, byte[] body)
    {
        string? text = ResponseText.OfFailure(response.Content.Headers.ContentType?.MediaType, body);
        string place = (int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } location
            ? $" to {new Destination { Address = new Uri(destination.Address, location) }.Shown}, which is not followed"
            : string.Empty;
        return $"answered {ResponseText.Of(response.StatusCode)}{place}{Because(text)}";
    }

    private void AnswerByGrpc(HttpResponseMessage response, byte[] body)
    {
        if (!response.IsSuccessStatusCode)
        {
            Fail(StatusText(response, body), isRefused: false);
        }
        else if (GrpcResponse.StatusOf(response) is not { } status)
        {
            Fail("did not answer by gRPC", isRefused: false);
        }
        else if (status.Code != 0)
        {
            Fail(
                $"answered {GrpcResponse.NameOf(status.Code)}{Because(status.Text)}",
                GrpcResponse.IsRefusal(status.Code));
        }
        else
        {
            Accept(GrpcResponse.MessageIn(body));
        }
    }

    private void Accept(ReadOnlySpan<byte> message)
    {
        if (Protobuf.TryFindMessage(message, PartialSuccess, out ReadOnlySpan<byte> partial)
            && Protobuf.FindNumber(partial, RejectedCount) is > 0 and long rejected)
        {
            _rejected += rejected;
            _rejectedBecause = ResponseText.Shorten(Protobuf.FindText(partial, RejectedText)) ?? _rejectedBecause;
        }
    }

    private void Fail(string error, bool isRefused)
    {
        _error = error;
        _isRefused = isRefused;
    }

    private string TextOf(Exception exception, bool isOver) =>
        exception switch
        {
            OperationCanceledException when isOver => "did not answer in the time that was left",
            OperationCanceledException => $"did not answer in {destination.Timeout.TotalSeconds:0.###} s",
            _ when Chain(exception).OfType<SocketException>().FirstOrDefault() is { } socket =>
                $"could not be reached: {ResponseText.Shorten(socket.Message)}",
            _ when Chain(exception).OfType<AuthenticationException>().FirstOrDefault() is { } tls =>
                $"could not be trusted: {ResponseText.Shorten((tls.InnerException ?? tls).Message)}",
            _ => $"could not be reached: {ResponseText.Shorten(Chain(exception).Last().Message)}",
        };
}
