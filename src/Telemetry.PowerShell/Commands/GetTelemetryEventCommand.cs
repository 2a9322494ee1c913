using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Gets the handle of an event, to emit through it in a loop; or, by wildcard or without a name, the known
/// events.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryEvent")]
[OutputType(typeof(ScriptEvent))]
public sealed class GetTelemetryEventCommand : PSCmdlet
{
    /// <summary>The names of the events. A name without wildcards always gives a handle, and makes the event
    /// known.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AllowEmptyString]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in EventName)
        {
            if (WildcardErrors.Find(name) is { } problem)
            {
                WriteError(problem);
            }
            else if (WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteKnown(name);
            }
            else if (Telemetry.EventName.TryParse(name, out EventName? parsed))
            {
                WriteObject(new ScriptEvent(TelemetryDispatcher.Default.GetEvent(parsed)));
            }
            else
            {
                WriteError(EventNameErrors.For(name));
            }
        }
    }

    private void WriteKnown(string wildcard)
    {
        var pattern = new WildcardPattern(wildcard, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        foreach (TelemetryEvent known in TelemetryDispatcher.Default.GetEvents()
            .Where(known => pattern.IsMatch(known.EventName.ToString()))
            .OrderBy(known => known.EventName.ToString(), StringComparer.OrdinalIgnoreCase))
        {
            WriteObject(new ScriptEvent(known));
        }
    }
}
