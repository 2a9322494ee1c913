using System.Diagnostics.CodeAnalysis;
using Telemetry.Alerts;

namespace Telemetry.Commands;

/// <summary>An alert that a cmdlet registered. Safe to use from any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "An alert holds nothing after it was removed.")]
internal sealed class RegisteredAlert(AlertRequest request) : ISessionMember
{
    // For an action that does not end, after the time of the alert was over.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private Alert? _alert;

    internal Alert Alert => _alert!;

    internal AlertRequest Request { get; } = request;

    /// <inheritdoc/>
    public bool IsAttached => !Alert.IsRemoved;

    /// <inheritdoc/>
    public bool IsReported => false;

    /// <summary>Adds the alert to the registry.</summary>
    /// <exception cref="AlertException">The alert is not valid, or its name is taken.</exception>
    internal void Start()
    {
        Func<AlertNotification, CancellationToken, Task>? action = Request.Action is { } script ? script.RunAsync : null;
        _alert = ModuleAlerts.Registry.Add(Request.Definition, action);
    }

    /// <summary>Ties the alert to the session and the module of its action, with which it leaves.</summary>
    internal void Bind() => Request.Owners?.Join(this);

    /// <inheritdoc/>
    public void Detach() => Alert.Detach();

    /// <inheritdoc/>
    public void Finish() => Finish(() => false);

    /// <inheritdoc/>
    public void Release() => End(hasEnded: true);

    /// <summary>Waits, after it was detached, for the pending notifications.</summary>
    /// <param name="isCancelled">Determines whether the wait is cancelled. The notifications are delivered nevertheless.</param>
    internal void Finish(Func<bool> isCancelled)
    {
        TimeSpan longest = Alert.Definition.DrainTimeout + s_grace;
        bool hasEnded = !Alert.IsInAction && AlertWait.For(Alert, longest, isCancelled);
        if (hasEnded || !(Alert.IsInAction || isCancelled()))
        {
            End(hasEnded);
        }
        else
        {
            // The session of the action is needed until they are delivered.
            AlertWait.Later(Alert, longest, End);
        }
    }

    private void End(bool hasEnded)
    {
        if (hasEnded)
        {
            Request.Action?.Release();
        }
        else
        {
            Request.Action?.Abandon();
        }

        ModuleAlerts.Forget(this);
    }
}
