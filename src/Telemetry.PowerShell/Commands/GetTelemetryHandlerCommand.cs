using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Lists the handlers: one object for each handler and event or pattern, in the order of registration; or those
/// that were unregistered because they failed.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryHandler", DefaultParameterSetName = RegisteredSet)]
[OutputType(typeof(ScriptHandlerInfo), ParameterSetName = [RegisteredSet])]
[OutputType(typeof(DetachedHandler), ParameterSetName = [DetachedSet])]
public sealed class GetTelemetryHandlerCommand : PSCmdlet
{
    private const string RegisteredSet = "Registered";
    private const string DetachedSet = "Detached";

    /// <summary>The ids to list. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HandlerIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Lists the handlers of this event and of those below it, segment by segment: <c>web</c> includes
    /// <c>web.request.done</c>, not <c>website.hit</c>; and the handlers of patterns that can match one of them.</summary>
    [Parameter(Position = 1, ParameterSetName = RegisteredSet)]
    [AllowEmptyString]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(EventPrefixCompleter))]
    public string? EventName { get; set; }

    /// <summary>Lists the handlers that were unregistered because they failed, and not registered again since; the last 100
    /// of them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DetachedSet)]
    public SwitchParameter Detached { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Detached)
        {
            Write(TelemetryDispatcher.Default.ListDetached(), handler => handler, handler => new DetachedHandler(handler));
            return;
        }

        EventName? prefix = null;
        if (EventName is not null && !Telemetry.EventName.TryParse(EventName, out prefix))
        {
            ThrowTerminatingError(EventNameErrors.ForPrefix(EventName));
        }

        Write(
            TelemetryDispatcher.Default.List(prefix),
            entry => entry.Registration,
            entry => new ScriptHandlerInfo(entry.Registration, entry.Pattern));
    }

    private void Write<TEntry>(
        IReadOnlyList<TEntry> entries, Func<TEntry, HandlerRegistration> handlerOf, Func<TEntry, object> toOutput)
    {
        List<string> ids = [.. entries.Select(entry => handlerOf(entry).Id)];
        foreach (string id in Id ?? ["*"])
        {
            if (!ids.Contains(id, StringComparer.OrdinalIgnoreCase) && WildcardErrors.Find(id) is { } problem)
            {
                WriteError(problem);
                continue;
            }

            Predicate<string> isMatch = HandlerSearch.Match(id, ids);
            List<TEntry> found = [.. entries.Where(entry => isMatch(handlerOf(entry).Id))];
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(id) && !Exists(id))
            {
                WriteError(Detached ? TelemetryErrors.DetachedHandlerNotFound(id) : TelemetryErrors.HandlerNotFound(id));
            }

            found.ForEach(entry => WriteObject(toOutput(entry)));
        }
    }

    // The handler exists, but below another prefix, for instance: there is nothing to list, and the id is not wrong.
    private bool Exists(string id) => !Detached && TelemetryDispatcher.Default.TryGetHandler(id, out _);
}
