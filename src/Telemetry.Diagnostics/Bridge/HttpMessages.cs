using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Listens, on .NET 8, to the messages of HttpClient: its activities there say nothing of the request, its response and its
/// failure.</summary>
/// <param name="markKey">The property of the activity that has the mark.</param>
internal sealed class HttpMessages(string markKey) : IObserver<KeyValuePair<string, object?>>
{
    private const string Activities = "System.Net.Http";
    private const string Listener = "HttpHandlerDiagnosticListener";
    private const string Stop = "System.Net.Http.HttpRequestOut.Stop";
    private const string Exception = "System.Net.Http.Exception";

    /// <summary>Begins to listen, where the activities of a source need it.</summary>
    /// <returns>The method that ends it; null where there is no need.</returns>
    internal static Action? Begin(SourceFeed feed, string markKey)
    {
        if (!feed.IsSource(Activities) || Environment.Version.Major >= 9)
        {
            return null;
        }

        // No other message is wanted, so that the library starts no activity for this listener.
        var subscriptions = new ListenerSubscriptions(
            Listener, () => new HttpMessages(markKey), static (message, _, _) => message is Stop or Exception);
        subscriptions.Begin();
        return subscriptions.End;
    }

    // Both messages come before the activity stops, and inside it.
    public void OnNext(KeyValuePair<string, object?> value)
    {
        try
        {
            if (value.Key is Stop or Exception && value.Value is { } payload
                && Activity.Current?.GetCustomProperty(markKey) is ActivityMark mark)
            {
                mark.Http ??= new HttpOutcome();
                PayloadType type = PayloadType.Of(payload.GetType());
                foreach (string part in s_parts)
                {
                    mark.Http.Take(type.Find(part)?.Read(payload));
                }
            }
        }
        catch (Exception)
        {
            // The event has no such tags.
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    private static readonly string[] s_parts = ["Request", "Response", "RequestTaskStatus", "Exception"];
}
