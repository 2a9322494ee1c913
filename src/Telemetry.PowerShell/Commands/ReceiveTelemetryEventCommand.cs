using System.Collections;
using System.Management.Automation;
using Microsoft.PowerShell.Commands;

namespace Telemetry.Commands;

/// <summary>Emits events that another process wrote by Send-TelemetryEvent: of a job, of another computer, or from a file.</summary>
[Cmdlet(VerbsCommunications.Receive, "TelemetryEvent")]
[OutputType(typeof(PSObject))]
public sealed class ReceiveTelemetryEventCommand : PSCmdlet, IDisposable
{
    private static readonly CmdletInfo s_receiveJob = new("Receive-Job", typeof(ReceiveJobCommand));

    private readonly EmitterStop _stop = new();
    private IReadOnlyList<KeyValuePair<string, MetadataValue>> _added = [];
    private EventReceiver? _receiver;
    private readonly List<Job> _jobs = [];
    private ReceivedPipeline? _receiveJob;
    private bool _hasWarned;

    /// <summary>The objects that the other process wrote, or the job in which it runs. Objects that are not events are written as they
    /// are.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Metadata that each event is given in addition, such as the name of the machine. An entry replaces one of the event's own
    /// with that key.</summary>
    [Parameter(Position = 0)]
    [AllowNull]
    [SpanMetadata]
    public IDictionary? As { get; set; }

    /// <summary>The metadata key under which each event is given the name of the computer from which remoting brought it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ComputerNameAs { get; set; }

    /// <summary>The span of which the outermost spans of the other process become parts. By default, it is the span that is open
    /// here.</summary>
    [Parameter]
    public ScriptSpan? Parent { get; set; }

    /// <summary>Deletes the jobs when they have ended and all their output is received.</summary>
    [Parameter]
    public SwitchParameter AutoRemoveJob { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _added = EventPayload.ReadMetadata(As, problem => ThrowTerminatingError(TelemetryErrors.InvalidPayload(problem)));
        _receiver = new EventReceiver(Parent?.Span ?? TelemetryDispatcher.Default.GetCurrentSpan());
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject?.BaseObject is Job job)
        {
            // Not before the command that starts it has ended: the engine waits forever if such a job writes an error.
            _jobs.Add(job);
        }
        else
        {
            Receive(InputObject);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_jobs.Count > 0)
        {
            _receiveJob = new ReceivedPipeline(
                this, s_receiveJob, [new("Wait", true), new("AutoRemoveJob", AutoRemoveJob.ToBool())], Receive);
            _receiveJob.Begin();
            _jobs.ForEach(_receiveJob.Process);
            _receiveJob.End();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();

    /// <summary>Ends the pipeline that receives the jobs. Called by the engine when the pipeline is over, however it ended.</summary>
    public void Dispose() => _receiveJob?.Dispose();

    private void Receive(PSObject? item)
    {
        if (!ReceivedEvent.IsOne(item))
        {
            WriteObject(item);
            return;
        }

        ReceivedEvent received;
        try
        {
            received = ReceivedEvent.Read(item!);
        }
        catch (Exception e) when (e is FormatException or InvalidPayloadException)
        {
            WriteError(TelemetryErrors.InvalidSentEvent(item!, e));
            return;
        }

        // Handlers have heard it when it was emitted.
        if (received.Origin == SentEvent.Origin)
        {
            WarnOfOwn();
            return;
        }

        Emit(received);
    }

    private void Emit(ReceivedEvent received)
    {
        using Emitter.Scope emitter = Emitter.Enter(this, _stop);
        try
        {
            _receiver!.Emit(received, Added(received));
        }
        catch (TelemetryRecursionException e)
        {
            ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(received.EventName.ToString(), e));
        }
    }

    private IReadOnlyList<KeyValuePair<string, MetadataValue>> Added(ReceivedEvent received) =>
        ComputerNameAs is not null && received.Computer is { } computer ? [.. _added, new(ComputerNameAs, computer)] : _added;

    private void WarnOfOwn()
    {
        if (!_hasWarned)
        {
            _hasWarned = true;
            WriteWarning(
                "Events that were emitted in this process are not emitted again: its handlers have heard them. Send-TelemetryEvent is "
                + "for jobs and computers that are another process; a thread job or ForEach-Object -Parallel needs neither cmdlet.");
        }
    }
}
