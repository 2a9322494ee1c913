using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Unregisters handlers, by id or by wildcard.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "TelemetryHandler", SupportsShouldProcess = true)]
public sealed class UnregisterTelemetryHandlerCommand : PSCmdlet
{
    // Get-TelemetryHandler writes an object for each event of a handler: for the second one, the handler is already
    // unregistered, which is not an error of the user.
    private readonly HashSet<string> _done = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HandlerRegistration> _detached = [];

    /// <summary>The ids of the handlers. Wildcards are allowed; one that matches nothing is not an error.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(HandlerIdCompleter))]
    public string[] Id { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string id in Id)
        {
            // An id that C# code chose may contain wildcards. With its handler gone, it would select other handlers.
            if (_done.Contains(id))
            {
                continue;
            }

            if (!TelemetryDispatcher.Default.TryGetHandler(id, out _) && WildcardErrors.Find(id) is { } problem)
            {
                WriteError(problem);
                continue;
            }

            IReadOnlyList<HandlerRegistration> found = HandlerSearch.ById(id);
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(id))
            {
                WriteError(TelemetryErrors.HandlerNotFound(id));
            }

            foreach (HandlerRegistration registration in found)
            {
                if (_done.Add(registration.Id)
                    && ShouldProcess($"Handler '{registration.Id}' of {string.Join(", ", registration.Patterns)}", "Unregister"))
                {
                    registration.Detach();
                    _detached.Add(registration);
                }
            }
        }
    }

    /// <inheritdoc/>
    // After all are detached, so that the drain times of buffered handlers run together, and not one after another.
    protected override void EndProcessing() => _detached.ForEach(registration => registration.Dispose());
}
