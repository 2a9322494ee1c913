using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Ends spans: emits their <c>stop</c> event or, with an error, their <c>exception</c> event. Does nothing for a
/// span that has ended.</summary>
[Cmdlet(VerbsLifecycle.Stop, "TelemetrySpan")]
public sealed class StopTelemetrySpanCommand : PSCmdlet
{
    private readonly EmitterStop _stop = new();

    /// <summary>The span, as Start-TelemetrySpan gave it.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public ScriptSpan Span { get; set; } = null!;

    /// <summary>The measurements besides the duration: a dictionary of numbers, TimeSpans and times.</summary>
    [Parameter(Position = 1)]
    public object? Measurements { get; set; }

    /// <summary>The metadata of the outcome: a dictionary of any values, which take precedence over the span's own
    /// metadata.</summary>
    [Parameter(Position = 2)]
    public object? Metadata { get; set; }

    /// <summary>The error that made the span fail: an error record, such as <c>$_</c> in a 'catch', an exception, or text.
    /// Null ends the span as successful.</summary>
    [Parameter]
    [Alias("Exception")]
    public object? ErrorRecord { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var problems = new List<InvalidPayloadException>();
        using (Emitter.Enter(this, _stop))
        {
            try
            {
                End(problems.Add);
            }
            catch (TelemetryRecursionException e)
            {
                ThrowTerminatingError(TelemetryErrors.RecursionTooDeep(Span.Name, e));
            }
        }

        // The span has ended in any case, because one that stayed open would report more that is wrong.
        problems.ForEach(problem => WriteError(TelemetryErrors.InvalidPayload(problem)));
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Request();

    private void End(Action<InvalidPayloadException> onProblem)
    {
        switch (ErrorRecord is PSObject wrapper ? wrapper.BaseObject : ErrorRecord)
        {
            case null:
                Span.Stop(Measurements, Metadata, onProblem);
                break;
            case ErrorRecord error:
                Span.Fail(error, Measurements, Metadata, onProblem);
                break;
            case Exception exception:
                Span.Fail(exception, Measurements, Metadata, onProblem);
                break;
            case { } words:
                Span.Fail(new RuntimeException(LanguagePrimitives.ConvertTo<string>(words)), Measurements, Metadata, onProblem);
                break;
        }
    }
}
