using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>
/// A pipeline inside the one that runs on this thread. Scripts run in it even where that one is being stopped, after
/// which the engine starts none there.
/// </summary>
internal static class NestedPipeline
{
    /// <summary>Runs something in such a pipeline, or without one where there cannot be one.</summary>
    /// <param name="host">Who shows what is written to its streams.</param>
    /// <param name="action">What runs, given the cmdlet that it may write to. What it throws is dropped.</param>
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
            // On a thread without a session, or another one than the session's.
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
