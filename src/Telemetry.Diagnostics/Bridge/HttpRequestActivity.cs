using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The outcome of an activity of HttpClient, as .NET 9 and later show it.</summary>
internal static class HttpRequestActivity
{
    private const string Operation = "System.Net.Http.HttpRequestOut";

    /// <summary>Determines whether an activity is a request that ended without a response. It has no status code; only from .NET 10,
    /// it has an event with the exception as well.</summary>
    internal static bool HasNoResponse(Activity activity) =>
        activity.OperationName == Operation
        && activity.GetTagItem("http.request.method") is not null
        && activity.GetTagItem("http.response.status_code") is null;

    /// <summary>Determines whether an activity is a request that was canceled or took too long, on .NET 9, which gives all other
    /// failures the kind of the error.</summary>
    internal static bool IsCanceledWithoutError(Activity activity) =>
        HasNoResponse(activity) && activity.GetTagItem("error.type") is null;
}
