using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Hosting;

/// <summary>
/// The handlers of a script that is being loaded. While it runs, Register-TelemetryHandler records them here instead of
/// attaching them: a script that fails half-way has changed nothing, and until it has run to its end, the previous version
/// handles every event.
/// </summary>
internal sealed class StagedHandlers
{
    // An alias takes precedence over a cmdlet of the same name. Called as Telemetry\Register-TelemetryHandler, the cmdlet
    // itself runs, and attaches at once.
    private const string Alias = "Register-TelemetryHandler";

    private static readonly ConditionalWeakTable<Runspace, StagedHandlers> s_staged = [];

    private readonly List<StagedHandler> _handlers = [];

    /// <summary>Makes the sessions of this state record handlers.</summary>
    internal static void AddTo(InitialSessionState state)
    {
        state.Commands.Add(new SessionStateCmdletEntry(
            StageTelemetryHandlerCommand.Name, typeof(StageTelemetryHandlerCommand), helpFileName: null));
        state.Commands.Add(new SessionStateAliasEntry(Alias, StageTelemetryHandlerCommand.Name));
    }

    /// <summary>Gets the recorded handlers of the session of this thread.</summary>
    internal static StagedHandlers OfThisThread() => Of(Runspace.DefaultRunspace);

    /// <summary>Gets the recorded handlers of a session.</summary>
    internal static StagedHandlers Of(Runspace runspace) => s_staged.GetOrCreateValue(runspace);

    internal void Add(StagedHandler handler) => _handlers.Add(handler);

    /// <summary>Ends the recording: from now on, Register-TelemetryHandler attaches handlers in the session.</summary>
    /// <returns>The recorded handlers, in order.</returns>
    internal IReadOnlyList<StagedHandler> Complete(Runspace runspace)
    {
        runspace.SessionStateProxy.InvokeProvider.Item.Remove($"Alias:\\{Alias}", recurse: false);
        return _handlers;
    }
}
