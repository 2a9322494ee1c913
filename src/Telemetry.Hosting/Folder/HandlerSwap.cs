using System.Management.Automation;

namespace Telemetry.Hosting;

/// <summary>
/// Attaches the handlers of a script's new version, each in place of the one that has its id, if that one belongs to a
/// version that leaves; and can undo all of it.
/// </summary>
/// <param name="session">The session of the new version.</param>
/// <param name="version">The new version.</param>
/// <param name="leaving">The versions whose handlers may be replaced: the previous one, and those of deleted files.</param>
/// <param name="all">The active versions of the folder.</param>
internal sealed class HandlerSwap(
    TelemetrySession session,
    ScriptVersion version,
    IReadOnlyCollection<ScriptVersion> leaving,
    IReadOnlyCollection<ScriptVersion> all)
{
    private static readonly TelemetryDispatcher s_dispatcher = TelemetryDispatcher.Default;

    private readonly Stack<(HandlerRegistration Before, TelemetryHandler Now)> _replaced = new();

    /// <summary>Attaches a handler.</summary>
    /// <exception cref="RuntimeException">The handler was refused, for example because its id is used elsewhere.</exception>
    internal void Attach(StagedHandler handler)
    {
        s_dispatcher.TryGetHandler(handler.Id, out HandlerRegistration? before);
        bool isOurs = before is not null && leaving.Any(old => old.Owns(before));
        TelemetryHandler now = Register(handler, isOurs || handler.IsForced);
        if (before is not null)
        {
            _replaced.Push((before, now));
        }

        // It is missing if it failed at its first event.
        if (s_dispatcher.TryGetHandler(handler.Id, out HandlerRegistration? attached)
            && attached.Handler == now)
        {
            version.Add(attached);
        }
    }

    /// <summary>Attaches the replaced handlers again, each in one step, unless another handler has taken the id
    /// meanwhile.</summary>
    internal void TakeBack()
    {
        while (_replaced.TryPop(out (HandlerRegistration Before, TelemetryHandler Now) swap))
        {
            HandlerRegistration before = swap.Before;
            if (!s_dispatcher.TryGetHandler(before.Id, out HandlerRegistration? holder) || holder.Handler == swap.Now)
            {
                HandlerRegistration restored =
                    s_dispatcher.Replace(before.Id, before.Patterns, before.Handler, before.Config, before.Options);
                all.FirstOrDefault(owner => owner.Owns(before))?.Restore(before, restored);
            }
        }
    }

    // By the cmdlet, so that the handler is the same as in any other session, and is detached with this one.
    private TelemetryHandler Register(StagedHandler handler, bool isForced)
    {
        using var pipeline = System.Management.Automation.PowerShell.Create(session.Runspace);
        pipeline.AddCommand(StageTelemetryHandlerCommand.Target);
        pipeline.AddParameters(new Dictionary<string, object?>(handler.Parameters, StringComparer.OrdinalIgnoreCase)
        {
            ["Force"] = new SwitchParameter(isForced),
            ["PassThru"] = SwitchParameter.Present,
        });
        return (TelemetryHandler)pipeline.Invoke()[0].Properties["Handler"].Value;
    }
}
