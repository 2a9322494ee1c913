using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Emits an event: its handlers run, here and now, before the cmdlet returns.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "TelemetryEvent", DefaultParameterSetName = PayloadSet)]
public sealed class InvokeTelemetryEventCommand : PSCmdlet
{
    private const string PayloadSet = "Payload";
    private const string MeasuredSet = "MeasurementProperty";
    private const string DescribedSet = "MetadataProperty";

    private readonly EmitterStop _stop = new();
    private ObjectPayload? _object;

    // Null without -Strict.
    private StrictCheck? _check;

    /// <summary>The name of the event.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = PayloadSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = MeasuredSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DescribedSet)]
    [Alias("Name")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(EventNameCompleter))]
    public string EventName { get; set; } = string.Empty;

    /// <summary>The measurements: a dictionary of numbers, TimeSpans and times (a string that can be read as a number is
    /// converted); or a single one of them, which is delivered as <c>value</c>.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = PayloadSet)]
    [ArgumentCompleter(typeof(MeasurementsCompleter))]
    public object? Measurements { get; set; }

    /// <summary>The metadata: a dictionary of any values.</summary>
    [Parameter(Position = 2, ValueFromPipelineByPropertyName = true, ParameterSetName = PayloadSet)]
    [ArgumentCompleter(typeof(MetadataCompleter))]
    public object? Metadata { get; set; }

    /// <summary>The object whose properties are emitted. An event is emitted for each object.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = MeasuredSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = DescribedSet)]
    public PSObject? InputObject { get; set; }

    /// <summary>The properties of the object that are measurements: names, names with wildcards, of which the numbers and times are
    /// taken, or calculated properties.</summary>
    [Parameter(Mandatory = true, ParameterSetName = MeasuredSet)]
    [SupportsWildcards]
    public object[]? MeasurementProperty { get; set; }

    /// <summary>The properties of the object that are metadata: names, names with wildcards, which leave out the measurements, or
    /// calculated properties.</summary>
    [Parameter(ParameterSetName = MeasuredSet)]
    [Parameter(Mandatory = true, ParameterSetName = DescribedSet)]
    [SupportsWildcards]
    public object[]? MetadataProperty { get; set; }

    /// <summary>Warns if the event is not as it is declared: a key is misspelt or missing, a value is of another type or not among the
    /// declared ones, or the event is not declared. It is emitted nonetheless.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Strict)
        {
            _check = new StrictCheck(this, requiresDeclaration: true);
            _check.Update();
        }

        if (MeasurementProperty is not null || MetadataProperty is not null)
        {
            try
            {
                _object = new ObjectPayload(
                    EventProperty.Read(nameof(MeasurementProperty), MeasurementProperty),
                    EventProperty.Read(nameof(MetadataProperty), MetadataProperty));
            }
            catch (InvalidPropertyException e)
            {
                ThrowTerminatingError(TelemetryErrors.InvalidProperty(e));
            }
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        using Emitter.Scope emitter = Emitter.Enter(this, _stop);
        try
        {
            // Read even if there are no handlers: whether an event is well formed must not depend on them.
            KeyValuePair<string, MeasurementValue>[] measurements =
                _object is null ? EventPayload.ReadMeasurements(Measurements) : _object.ReadMeasurements(InputObject!);
            KeyValuePair<string, MetadataValue>[] metadata =
                _object is null ? EventPayload.ReadMetadata(Metadata) : _object.ReadMetadata(InputObject!);
            TelemetryDispatcher.Default.Execute(EventName, measurements, metadata);
            _check?.Check(new EventData(Telemetry.EventName.Parse(EventName), measurements, metadata).ToRecord());
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
