using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>
/// A pipeline nested in the one that runs on this thread. Scripts run in it even if the outer one is being stopped, when the
/// engine starts no more scripts there.
/// </summary>
internal static class NestedPipeline
{
    /// <summary>Runs an action in a nested pipeline, or without one if none can be made.</summary>
    /// <param name="host">The host that shows the records of its streams.</param>
    /// <param name="action">The action, called with the cmdlet that it may write to, or null. Its exceptions are
    /// dropped.</param>
    internal static void Run(PSHost host, Action<PSCmdlet?> action)
    {
        bool hasRun = false;
        void RunOnce(PSCmdlet? cmdlet)
        {
            hasRun = true;
            action(cmdlet);
        }

        try
        {
            using var pipeline = PowerShell.Create(RunspaceMode.CurrentRunspace);
            pipeline.AddCommand(RunActionCommand.Info).AddArgument((Action<PSCmdlet?>)RunOnce);
            pipeline.Invoke();
            Show(pipeline.Streams, host.UI);
        }
        catch (Exception) when (!hasRun)
        {
            // On a thread without a session, or on one that does not run the session's pipeline.
            RunOnce(null);
        }
        catch (RuntimeException)
        {
        }
    }

    private static void Show(PSDataStreams streams, PSHostUserInterface ui)
    {
        foreach (object record in streams.Error.Concat<object>(streams.Warning).Concat(streams.Verbose).Concat(streams.Debug))
        {
            StreamRecord.Write(record, ui);
        }
    }
}
