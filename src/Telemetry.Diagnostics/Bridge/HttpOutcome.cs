using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The tags of a request of HttpClient on .NET 8, whose activities have none: those of later versions.</summary>
internal sealed class HttpOutcome
{
    private HttpRequestMessage? _request;
    private HttpResponseMessage? _response;
    private Exception? _exception;
    private bool _isCanceled;

    /// <summary>Whether the request ended without a response.</summary>
    internal bool HasFailed => _request is not null && _response is null;

    /// <summary>Takes the parts of a message: the request, its response, the exception, and the status of its task.</summary>
    internal void Take(object? part)
    {
        switch (part)
        {
            case HttpRequestMessage request:
                _request = request;
                break;
            case HttpResponseMessage response:
                _response = response;
                break;
            case Exception exception:
                _exception = exception;
                break;
            case TaskStatus status:
                _isCanceled = status == TaskStatus.Canceled;
                break;
        }
    }

    internal void AddTags(SourceFeed feed, EventBuilder e)
    {
        if (_request is null)
        {
            return;
        }

        feed.AddTag(e, "http.request.method", _request.Method.Method);
        if (_request.RequestUri is { IsAbsoluteUri: true } address)
        {
            feed.AddTag(e, "server.address", address.Host);
            feed.AddTag(e, "server.port", address.Port);
            feed.AddTag(e, "url.full", address.AbsoluteUri);
        }

        if (_response is not null)
        {
            feed.AddTag(e, "http.response.status_code", (int)_response.StatusCode);
            feed.AddTag(e, "network.protocol.version", _response.Version.ToString());
        }

        if (ErrorType() is { } error)
        {
            feed.AddTag(e, "error.type", error);
        }

        if (_exception is not null)
        {
            feed.AddTag(e, "exception.type", _exception.GetType().FullName);
            feed.AddTag(e, "exception.message", _exception.Message);
        }
    }

    /// <summary>The status that later versions give the activity.</summary>
    internal ActivityStatusCode Status => ErrorType() is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error;

    private string? ErrorType() =>
        _response is not null ? ((int)_response.StatusCode >= 400 ? ((int)_response.StatusCode).ToString(
            System.Globalization.CultureInfo.InvariantCulture) : null)
        : _exception is HttpRequestException failure ? HttpErrors.Describe(failure)
        : _exception?.GetType().FullName ?? (_isCanceled ? typeof(TaskCanceledException).FullName : null);
}
