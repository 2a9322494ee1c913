using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Listens to the diagnostic listeners with one name.</summary>
internal sealed class DiagnosticMessageListener(SourceFeed feed) : ISourceListener, IObserver<DiagnosticListener>
{
    private readonly object _gate = new();
    private readonly List<IDisposable> _subscriptions = [];
    private IDisposable? _all;

    public void Start()
    {
        IDisposable all = DiagnosticListener.AllListeners.Subscribe(this);
        lock (_gate)
        {
            _all = all;
        }
    }

    public void Stop()
    {
        IDisposable[] subscriptions;
        lock (_gate)
        {
            subscriptions = [.. _subscriptions];
            _subscriptions.Clear();
            _all?.Dispose();
            _all = null;
        }

        foreach (IDisposable subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (feed.IsSource(value.Name))
        {
            IDisposable subscription = value.Subscribe(new MessageObserver(feed), IsEnabled);
            lock (_gate)
            {
                _subscriptions.Add(subscription);
            }
        }
    }

    void IObserver<DiagnosticListener>.OnError(Exception error)
    {
    }

    void IObserver<DiagnosticListener>.OnCompleted()
    {
    }

    private bool IsEnabled(string message, object? first, object? second)
    {
        try
        {
            return feed.Events.Get(message).HasHandlers;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
