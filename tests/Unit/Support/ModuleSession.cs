using System.Management.Automation;
using System.Runtime.CompilerServices;
using Telemetry.Hosting;

namespace Telemetry.Tests.Support;

/// <summary>A session in the hosted engine with the built module imported, and what a script in it wrote.</summary>
/// <remarks>The engine has no Write-Output, Write-Warning and so on: the session has functions of these kinds of its
/// own (<c>warn</c>, <c>fail</c>, <c>say</c>).</remarks>
internal sealed class ModuleSession : IDisposable
{
    private const string Functions =
        """
        function warn { [CmdletBinding()] param($Message) $PSCmdlet.WriteWarning($Message) }
        function say { [CmdletBinding()] param($Message) $PSCmdlet.WriteInformation($Message, @()) }
        function fail {
            [CmdletBinding()] param($Message)
            $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                [System.Exception]::new($Message), 'Failed', 'NotSpecified', $Message))
        }
        """;

    public ModuleSession()
    {
        Session = TelemetrySession.Open();
        Session.Run(Functions);
    }

    public TelemetrySession Session { get; }

    /// <summary>Runs a script to its end, whatever it writes.</summary>
    public ScriptResult Run(string script, params object?[] arguments)
    {
        using var pipeline = PowerShell.Create(Session.Runspace);
        pipeline.AddScript(script);
        foreach (object? argument in arguments)
        {
            pipeline.AddArgument(argument);
        }

        try
        {
            object?[] output = [.. pipeline.Invoke().Select(item => item?.BaseObject)];
            return new ScriptResult(output, pipeline.Streams, null);
        }
        catch (RuntimeException e)
        {
            return new ScriptResult([], pipeline.Streams, e.ErrorRecord);
        }
    }

    public void Dispose() => Session.Dispose();

    /// <summary>Runs before any test: the engine would report its use otherwise.</summary>
    [ModuleInitializer]
    internal static void OptOut() => Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
}
