using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The end of a session, which closes or removes the module, and of a module that is removed. What was registered leaves in stages:
/// handlers, after they handled what is queued for them, and polls; then the last values of metrics are reported; then metrics with script
/// blocks; and with the last session all that the cmdlets registered. Safe to use from any thread.
/// </summary>
internal static class SessionEnd
{
    /// <summary>Reports the values of metrics before some of them leave, with the argument whether no session is left: reporters
    /// that the cmdlets started then end with that report.</summary>
    internal static Action<bool>? Report { get; set; }

    /// <summary>Removes the metrics that stay until no session is left.</summary>
    internal static Action? RemoveMetrics { get; set; }

    /// <summary>Removes the polls that stay until no session is left.</summary>
    internal static Action? RemovePolls { get; set; }

    /// <summary>Removes the alerts that stay until no session is left.</summary>
    internal static Action? RemoveAlerts { get; set; }

    /// <summary>Disables the sources that stay until no session is left, and ends publications.</summary>
    internal static Action? DisableSources { get; set; }

    /// <summary>Ends a session that has closed.</summary>
    internal static void OnClosed(Runspace session)
    {
        if (session.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Run(session);
        }
    }

    /// <summary>Ends a session. Does nothing for one that has ended.</summary>
    internal static void Run(Runspace session)
    {
        bool isLast = ModuleSessions.Remove(session);
        if (HandlerSession.Find(session) is { } handlers)
        {
            Run(handlers.Members.TakeAll(), isLast);
            handlers.ForgetDetached();
        }
        else
        {
            Run([], isLast);
        }
    }

    /// <summary>Ends what a session or a module registered.</summary>
    /// <param name="members">The handlers, the polls, and the metrics with script blocks.</param>
    /// <param name="isLast">Whether no session is left.</param>
    internal static void Run(IReadOnlyList<ISessionMember> members, bool isLast)
    {
        ISessionMember[] reported = [.. members.Where(member => member.IsReported)];
        End([.. members.Where(member => !member.IsReported)]);
        if (isLast || Array.Exists(reported, member => member.IsAttached))
        {
            Report?.Invoke(isLast);
        }

        End(reported);

        // A session may have imported the module meanwhile. Then the metrics are its own, too.
        if (isLast && !ModuleSessions.HasAny)
        {
            RemovePolls?.Invoke();
            RemoveAlerts?.Invoke();
            DisableSources?.Invoke();
            RemoveMetrics?.Invoke();
        }
    }

    // All of them first, so that the drain times of buffered handlers run together, and not one after another.
    private static void End(ISessionMember[] members)
    {
        Array.ForEach(members, member => member.Detach());
        Array.ForEach(members, member => member.Finish());
    }
}
