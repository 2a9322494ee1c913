using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Emits an event: its handlers run, here and now, before the cmdlet returns.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TelemetryEvent")]
public sealed class InvokeTelemetryEventCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();

    /// <summary>The name of the event.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EventNameCompleter))]
    public string EventName { get; set; } = string.Empty;

    /// <summary>The measurements: a dictionary of numbers, TimeSpans and times (a string that can be read as a number is
    /// converted); or a single one of them, which is delivered as <c>value</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    public object? Measurements { get; set; }

    /// <summary>The metadata: a dictionary of any values.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true)]
    public object? Metadata { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using Emitter.Scope emitter = Emitter.Enter(this, _stop);
        try
        {
            // Read even if there are no handlers: whether an event is well formed must not depend on them.
            TelemetryDispatcher.Default.Execute(
                EventName, EventPayload.ReadMeasurements(Measurements), EventPayload.ReadMetadata(Metadata));
        }
        catch (InvalidPayloadException e)
        {
            WriteError(TelemetryErrors.InvalidPayload(e));
        }
        catch (FormatException e)
        {
            WriteError(TelemetryErrors.InvalidEventName(EventName, e));
        }
        catch (TelemetryRecursionException e)
        {
            ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(EventName, e));
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();
}
