using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A session as a reader of the help has one at a prompt: the modules of the build, and a screen.</summary>
internal sealed class HelpSession : IDisposable
{
    private readonly Screen _screen;
    private readonly TelemetrySession _session;

    public HelpSession(int width = 120)
    {
        _screen = new Screen(width);
        _session = TelemetrySession.Open(_screen);
        foreach (ShippedModule module in ShippedModule.All)
        {
            _session.Run("param($module) Import-Module $module", module.Folder);
        }
    }

    /// <summary>Runs a script as one that is pasted at the prompt.</summary>
    /// <returns>What is on the screen then.</returns>
    public string Show(string script)
    {
        using var pipeline = System.Management.Automation.PowerShell.Create(_session.Runspace);
        pipeline.AddScript(script);
        pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
        pipeline.Invoke();
        return _screen.Text;
    }

    public void Dispose() => _session.Dispose();
}
