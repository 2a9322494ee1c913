using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Commands;

/// <summary>Lets a session run the actions of its events (<c>Register-ObjectEvent -Action</c>) while a cmdlet waits on its
/// thread.</summary>
/// <param name="cmdlet">The cmdlet that waits.</param>
internal sealed class SessionActions(PSCmdlet cmdlet)
{
    // The engine runs pending actions before a pipeline of a script. The method by which Wait-Event does so is not public.
    private readonly ScriptBlock _pipeline = Parser.ParseInput("$null | . { process { } }", out _, out _).GetScriptBlock();

    /// <summary>Runs the actions that are pending.</summary>
    internal void Run()
    {
        // Without subscribers, there are no actions, and a wait costs nothing.
        if (cmdlet.Events.Subscribers.Any(subscriber => subscriber.Action is not null))
        {
            _pipeline.InvokeReturnAsIs();
        }
    }
}
