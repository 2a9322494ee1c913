using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Alerts;

/// <summary>
/// The alerts of a dispatcher: thresholds on events and on metrics, which call an action when they are reached and when they end. Safe to
/// use from any thread; no lock is held while actions, handlers and subscribers are called.
/// </summary>
/// <remarks>
/// <para>An event is counted on the thread that emits it. Actions are called one after the other for each alert, on a background thread,
/// and never on that of an emitter. What is due at a time, such as the comparison of a metric, is done by one background thread for each
/// registry, which exists as long as there are alerts.</para>
/// <para>Each change is an event of the dispatcher, <c>telemetry.alert.raise</c> or <c>telemetry.alert.clear</c>, and each attempt of an
/// action a span <c>telemetry.alert.action</c>. The handlers of the alerts have ids that begin with <c>telemetry.alerts</c>.</para>
/// <para>At the end of the process (<see cref="ProcessEnd"/>), pending notifications are delivered within five seconds, together with the
/// events of buffered handlers.</para>
/// </remarks>
/// <example>
/// <code>
/// AlertRegistry.Default.Add(
///     new AlertDefinition("db-down") { Events = [EventPattern.Parse("check.run.exception")], Tags = ["target"], Count = 3 },
///     (notification, cancellation) => pager.SendAsync(notification.Message, cancellation));
/// </code>
/// </example>
public sealed partial class AlertRegistry : IDisposable
{
    private static int s_registries;

    private readonly object _gate = new();
    private readonly Dictionary<string, Alert> _alerts = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool _hasWorker;
    private bool _isDisposed;

    /// <summary>Creates a registry.</summary>
    /// <param name="dispatcher">The dispatcher whose events are counted; the metrics are those of all its registries
    /// (<c>MetricRegistry.ListAll</c>). Null for <see cref="TelemetryDispatcher.Default"/>.</param>
    /// <param name="clock">A clock for tests; null for the clock of the system. With a clock of their own, tests call
    /// <see cref="Check"/> after they set it, and nothing is due by itself.</param>
    public AlertRegistry(TelemetryDispatcher? dispatcher = null, AlertClock? clock = null)
        : this(dispatcher, clock, $".{Interlocked.Increment(ref s_registries)}")
    {
    }

    private AlertRegistry(TelemetryDispatcher? dispatcher, AlertClock? clock, string number)
    {
        Dispatcher = dispatcher ?? TelemetryDispatcher.Default;
        Clock = clock ?? new AlertClock();
        Number = number;
        _hasWorker = clock is null;
    }

    /// <summary>Raised when an action fails, for the first time of several in a row, and when it succeeds again; on a background thread.
    /// An exception of a subscriber is ignored.</summary>
    public event EventHandler<AlertNotice>? Noticed;

    /// <summary>The registry of <see cref="TelemetryDispatcher.Default"/>, which the cmdlets use.</summary>
    public static AlertRegistry Default { get; } = new(TelemetryDispatcher.Default, null, string.Empty);

    /// <summary>The dispatcher whose events are counted.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    internal AlertClock Clock { get; }

    /// <summary>The part of the ids of handlers that differs from other registries.</summary>
    internal string Number { get; }

    /// <summary>Adds an alert. It counts events that are emitted after the method returns.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="action">The action that is called for each notification, on a background thread; null for none. It fails if it throws,
    /// or its task does. Its token is cancelled when <see cref="AlertDefinition.ActionTimeout"/> or the time of a removal is
    /// over.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    /// <exception cref="AlertException">The definition is not valid, or its name is taken.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public Alert Add(AlertDefinition definition, Func<AlertNotification, CancellationToken, Task>? action = null) =>
        TryAdd(definition, action, out Alert? alert)
            ? alert
            : throw new AlertException(
                AlertErrorKind.AlertAlreadyExists,
                $"There is an alert '{definition.Name}' already. Choose another name, or remove that one first.",
                definition.Name);

    /// <summary>Adds an alert, unless its name is taken.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="action">The action, as for <see cref="Add"/>; null for none.</param>
    /// <param name="alert">The alert that was added, or null.</param>
    /// <returns>Whether it was added.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    /// <exception cref="AlertException">The definition is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public bool TryAdd(
        AlertDefinition definition,
        Func<AlertNotification, CancellationToken, Task>? action,
        [NotNullWhen(true)] out Alert? alert)
    {
        ArgumentNullException.ThrowIfNull(definition);
        definition.Validate();
        CheckStatistic(definition);
        var added = new Alert(this, definition, action);
        lock (_gate)
        {
            if (_isDisposed)
            {
                throw new ObjectDisposedException(nameof(AlertRegistry), "No alert can be added to a disposed registry.");
            }

            if (_alerts.ContainsKey(definition.Name))
            {
                alert = null;
                return false;
            }

            _alerts.Add(definition.Name, added);
            Start(added);
        }

        added.Attach();
        alert = added;
        return true;
    }

    /// <summary>Returns the alert with a name, compared without regard to case; null if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public Alert? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            return _alerts.TryGetValue(name, out Alert? alert) ? alert : null;
        }
    }

    /// <summary>Returns all alerts, sorted by name.</summary>
    public IReadOnlyList<Alert> List()
    {
        lock (_gate)
        {
            return [.. _alerts.Values.OrderBy(alert => alert.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Removes an alert, as <see cref="Alert.Detach"/> does.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool Remove(string name) => Find(name) is { } alert && Remove(alert);

    /// <summary>Removes all alerts, and waits for their pending notifications, all together
    /// (<see cref="AlertDefinition.DrainTimeout"/>). No further ones can be added.</summary>
    public void Dispose()
    {
        Alert[] alerts;
        lock (_gate)
        {
            _isDisposed = true;
            alerts = [.. _alerts.Values];
        }

        Array.ForEach(alerts, alert => alert.Detach());
        Array.ForEach(alerts, alert => alert.Dispose());
    }

    internal bool Remove(Alert alert)
    {
        lock (_gate)
        {
            if (!_alerts.TryGetValue(alert.Name, out Alert? known) || known != alert)
            {
                return false;
            }

            _alerts.Remove(alert.Name);
            if (_alerts.Count == 0)
            {
                _processEnd?.Dispose();
                _processEnd = null;
            }

            Monitor.PulseAll(_gate);
        }

        alert.End();
        return true;
    }

    internal void OnNoticed(AlertNotice notice)
    {
        foreach (EventHandler<AlertNotice> subscriber in (Noticed?.GetInvocationList() ?? []).Cast<EventHandler<AlertNotice>>())
        {
            Guard(() => subscriber(this, notice));
        }
    }

    /// <summary>Calls code of others on a background thread. An exception must not end the process.</summary>
    internal static void Guard(Action call)
    {
        try
        {
            call();
        }
        catch (Exception e)
        {
            Trace.TraceWarning($"A call of other code by the alerts failed: {e.GetType()}");
        }
    }
}
