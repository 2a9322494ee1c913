using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>The options of the <see cref="TelemetrySession"/> of a host. They are read once, when the host is built.</summary>
public sealed class TelemetrySessionOptions
{
    /// <summary>The script files that run in the session when the host starts, one after the other, before other services are started.
    /// A path is absolute or relative to the content root of the host. If a script ends with an error, the host does not start. Without
    /// a script, the session is opened when it is first needed.</summary>
    public IList<string> StartScripts { get; } = [];

    /// <summary>Variables of the session, by name without the <c>$</c>. An object that handlers use is passed to them as
    /// <c>-Config</c>, and must be thread-safe, because handlers run on many threads at once.</summary>
    public IDictionary<string, object?> Variables { get; } = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The host that shows the warnings and other messages of scripts and, for events of the program's threads, of handlers;
    /// null for the log of the program. Called from any thread.</summary>
    public PSHost? Host { get; set; }

    /// <summary>The initial state of the session; null for the engine's own commands and any module, which is found when it is first
    /// used.</summary>
    public InitialSessionState? InitialState { get; set; }
}
