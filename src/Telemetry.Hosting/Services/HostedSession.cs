using System.Management.Automation;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>The session of a host, whose scripts run when the host starts.</summary>
/// <param name="opener">The session.</param>
/// <param name="scripts">The full paths of the scripts that run when the host starts. Without any, the session is opened when it is
/// first needed.</param>
/// <param name="logger">The log of its scripts.</param>
internal sealed class HostedSession(SessionOpener opener, IReadOnlyList<string> scripts, ILogger logger) : HostedPart(logger)
{
    protected override string Name => "The session of scripts";

    protected override void Open()
    {
        foreach (string script in scripts)
        {
            try
            {
                opener.Open().Run(ScriptLoader.Call, ScriptFile.Resolve(script));
            }
            catch (RuntimeException e)
            {
                throw new InvalidOperationException($"A start script failed. {HandlerScriptError.Of(script, e)}", e);
            }
        }
    }

    protected override Task CloseAsync() => opener.CloseAsync();
}
