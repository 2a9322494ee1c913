using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A command that runs inside a cmdlet, in the scope of its caller, and whose output is passed to a callback.</summary>
/// <param name="cmdlet">The cmdlet.</param>
/// <param name="command">The command.</param>
/// <param name="parameters">The parameters of the command.</param>
/// <param name="receive">Called with each object of the output, on the thread of the cmdlet.</param>
internal sealed class ReceivedPipeline(
    PSCmdlet cmdlet, CommandInfo command, IEnumerable<KeyValuePair<string, object>> parameters, Action<PSObject?> receive) : IDisposable
{
    private SteppablePipeline? _steps;
    private bool? _hadErrors;

    internal void Begin() => Step(() =>
    {
        _steps = BlockCommand.Of(command, parameters, PassItemCommand.Info, receive, cmdlet.MyInvocation);
        if (cmdlet.MyInvocation.ExpectingInput)
        {
            _steps.Begin(cmdlet);
        }
        else
        {
            _steps.Begin(expectInput: true, (EngineIntrinsics)cmdlet.GetVariableValue("ExecutionContext"));
        }
    });

    internal void Process(object item) => Step(() => _steps!.Process(item));

    internal void End() => Step(() => _steps!.End());

    /// <summary>Ends the command, and what it still runs.</summary>
    public void Dispose()
    {
        _steps?.Dispose();
        if (_hadErrors is { } hadErrors)
        {
            cmdlet.InvokeCommand.HasErrors = hadErrors;
        }
    }

    // For a nested pipeline, a downstream command that has enough input is an error, and '$?' would report one.
    private void Step(Action step)
    {
        bool hadErrors = cmdlet.InvokeCommand.HasErrors;
        try
        {
            step();
        }
        catch (Exception e) when (e is FlowControlException or PipelineStoppedException)
        {
            _hadErrors = hadErrors;
            throw;
        }
    }
}
