using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Lists the handlers there are: one object for each handler and event or pattern, in the order they were
/// registered; or those that were unregistered because they failed.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryHandler", DefaultParameterSetName = RegisteredSet)]
[OutputType(typeof(ScriptHandlerInfo), ParameterSetName = [RegisteredSet])]
[OutputType(typeof(DetachedHandler), ParameterSetName = [DetachedSet])]
public sealed class GetTelemetryHandlerCommand : PSCmdlet
{
    private const string RegisteredSet = "Registered";
    private const string DetachedSet = "Detached";

    /// <summary>The ids to list. Wildcards are allowed; one that matches nothing is no error.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HandlerIdCompleter))]
    public string[]? Id { get; set; }

    /// <summary>Lists what is registered for this event and for those below it, segment by segment: <c>web</c> takes in
    /// <c>web.request.done</c>, not <c>website.hit</c>; and the patterns that could take one of them in.</summary>
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

    // Below another prefix, for instance: nothing to list, and no mistake.
    private bool Exists(string id) => !Detached && TelemetryDispatcher.Default.TryGetHandler(id, out _);
}
