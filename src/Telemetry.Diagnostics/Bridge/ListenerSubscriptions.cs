using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Subscribes to all diagnostic listeners with one name: those that exist, and those that appear.</summary>
/// <param name="name">The name, without regard to case.</param>
/// <param name="createObserver">Creates the observer of one listener.</param>
/// <param name="isEnabled">Determines whether a message is wanted.</param>
internal sealed class ListenerSubscriptions(
    string name, Func<IObserver<KeyValuePair<string, object?>>> createObserver, Func<string, object?, object?, bool> isEnabled)
    : IObserver<DiagnosticListener>
{
    private readonly object _gate = new();
    private readonly List<IDisposable> _subscriptions = [];
    private bool _hasEnded;

    internal void Begin() => Keep(DiagnosticListener.AllListeners.Subscribe(this));

    internal void End()
    {
        IDisposable[] subscriptions;
        lock (_gate)
        {
            _hasEnded = true;
            subscriptions = [.. _subscriptions];
            _subscriptions.Clear();
        }

        foreach (IDisposable subscription in subscriptions)
        {
            subscription.Dispose();
        }
    }

    // Called on the thread that creates a listener, inside its constructor.
    public void OnNext(DiagnosticListener value)
    {
        if (string.Equals(value.Name, name, StringComparison.OrdinalIgnoreCase))
        {
            Keep(value.Subscribe(createObserver(), isEnabled));
        }
    }

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }

    // A listener may appear while listening ends.
    private void Keep(IDisposable subscription)
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                _subscriptions.Add(subscription);
                return;
            }
        }

        subscription.Dispose();
    }
}
