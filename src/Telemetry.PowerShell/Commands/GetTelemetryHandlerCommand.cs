using System.Management.Automation;

namespace Telemetry.PowerShell.Commands;

/// <summary>Lists the handlers there are: one object for each handler and event, in the order they were
/// registered.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryHandler")]
[OutputType(typeof(ScriptHandlerInfo))]
public sealed class GetTelemetryHandlerCommand : PSCmdlet
{
    /// <summary>The ids to list. Wildcards are allowed; one that matches nothing is no error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[]? Id { get; set; }

    /// <summary>Lists what is registered for this event and for those below it, segment by segment: <c>web</c> takes in
    /// <c>web.request.done</c>, not <c>website.hit</c>.</summary>
    [Parameter(Position = 1)]
    [AllowEmptyString]
    public string? EventName { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        EventName? prefix = null;
        if (EventName is not null && !Telemetry.EventName.TryParse(EventName, out prefix))
        {
            ThrowTerminatingError(EventNameErrors.ForPrefix(EventName));
        }

        IReadOnlyList<HandlerInfo> entries = TelemetryDispatcher.Default.List(prefix);
        foreach (HandlerInfo entry in Id is null ? entries : Id.SelectMany(id => Select(entries, id)))
        {
            WriteObject(new ScriptHandlerInfo(entry.Registration, entry.Pattern));
        }
    }

    private IEnumerable<HandlerInfo> Select(IReadOnlyList<HandlerInfo> entries, string id)
    {
        IReadOnlyList<HandlerRegistration> found = HandlerSearch.ById(id);
        if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
        {
            WriteError(TelemetryErrors.HandlerNotFound(id));
        }

        return entries.Where(entry => found.Contains(entry.Registration));
    }
}
