namespace Telemetry.Diagnostics;

/// <summary>Listens to the diagnostic listeners with one name: those that exist, and those that appear.</summary>
internal sealed class DiagnosticMessageListener(SourceFeed feed) : ISourceListener
{
    private readonly NameTable<MessageEvents> _messages = new(name => new MessageEvents(feed, name), feed.CountTooManyNames);
    private Action? _detach;

    public void Start()
    {
        var subscriptions = new ListenerSubscriptions(
            feed.SourceName, () => new MessageObserver(feed, _messages), (name, _, _) => IsEnabled(name));
        subscriptions.Begin();
        _detach = subscriptions.End;
    }

    public void Stop()
    {
        _detach?.Invoke();
        _detach = null;
    }

    private bool IsEnabled(string message)
    {
        try
        {
            // Otherwise a library would start an operation for the work of a handler.
            return _messages.Get(message).HasHandlers && !feed.IsSuppressed;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
