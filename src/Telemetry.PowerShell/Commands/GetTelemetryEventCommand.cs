using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Gets the handle of an event, to emit through it in a loop; or, by wildcard or without a name, the known
/// events. With <see cref="Declared"/>, gets the declarations of events.</summary>
[Cmdlet(VerbsCommon.Get, "TelemetryEvent", DefaultParameterSetName = KnownSet)]
[OutputType(typeof(ScriptEvent), ParameterSetName = [KnownSet])]
[OutputType(typeof(ScriptEventDeclaration), ParameterSetName = [DeclaredSet])]
public sealed class GetTelemetryEventCommand : PSCmdlet
{
    private const string KnownSet = "Known";
    private const string DeclaredSet = "Declared";

    private IReadOnlyList<EventDeclaration> _declarations = [];

    /// <summary>The names of the events. A name without wildcards always gives a handle, and makes the event
    /// known; a declaration must exist.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [AllowEmptyString]
    [ValidateNotNull]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>Gets the declarations of the events: those of imported modules, of loaded assemblies, and of imported
    /// files.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DeclaredSet)]
    public SwitchParameter Declared { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Declared)
        {
            foreach (InvalidDeclarationException problem in ModuleDeclarations.Update())
            {
                WriteError(TelemetryErrors.InvalidDeclarationFile(problem));
            }

            _declarations = EventDeclarations.Default.List();
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string name in EventName)
        {
            if (Declared)
            {
                WriteDeclared(name);
            }
            else if (WildcardErrors.Find(name) is { } problem)
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

    private void WriteDeclared(string name)
    {
        foreach (EventDeclaration declaration in NameSearch.Find(
            this, name, _declarations, declared => declared.Name.ToString(), NotDeclared))
        {
            WriteObject(new ScriptEventDeclaration(declaration));
        }
    }

    private ErrorRecord NotDeclared(string name) =>
        TelemetryErrors.EventNotDeclared(name, [.. _declarations.Select(declared => declared.Name.ToString())]);

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
