using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Hosting;

/// <summary>
/// The handlers of a script that is being loaded. While it runs, Register-TelemetryHandler takes note of them here instead
/// of attaching them: a script that fails half-way has touched nothing, and until it has run to its end every event
/// goes to the version before it.
/// </summary>
internal sealed class StagedHandlers
{
    // An alias goes before a cmdlet of its name. Written as Telemetry\Register-TelemetryHandler, the cmdlet itself is
    // called, and attaches at once.
    private const string Alias = "Register-TelemetryHandler";

    private static readonly ConditionalWeakTable<Runspace, StagedHandlers> s_staged = [];

    private readonly List<StagedHandler> _handlers = [];

    /// <summary>Has sessions of this state take note of handlers.</summary>
    internal static void AddTo(InitialSessionState state)
    {
        state.Commands.Add(new SessionStateCmdletEntry(
            StageTelemetryHandlerCommand.Name, typeof(StageTelemetryHandlerCommand), helpFileName: null));
        state.Commands.Add(new SessionStateAliasEntry(Alias, StageTelemetryHandlerCommand.Name));
    }

    /// <summary>Where the session of this thread takes note.</summary>
    internal static StagedHandlers OfThisThread() => Of(Runspace.DefaultRunspace);

    /// <summary>Where a session takes note.</summary>
    internal static StagedHandlers Of(Runspace runspace) => s_staged.GetOrCreateValue(runspace);

    internal void Add(StagedHandler handler) => _handlers.Add(handler);

    /// <summary>Ends it: from now on the session's Register-TelemetryHandler attaches.</summary>
    /// <returns>The handlers noted, in order.</returns>
    internal IReadOnlyList<StagedHandler> Complete(Runspace runspace)
    {
        runspace.SessionStateProxy.InvokeProvider.Item.Remove($"Alias:\\{Alias}", recurse: false);
        return _handlers;
    }
}
