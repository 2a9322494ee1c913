using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Writes a page about declared events in Markdown, or the blocks of a page that has other text, too. A file that has the text
/// already is not written.</summary>
[Cmdlet(VerbsData.Export, "TelemetryEventDeclaration", SupportsShouldProcess = true, DefaultParameterSetName = AllSet)]
public sealed class ExportTelemetryEventDeclarationCommand : PSCmdlet
{
    private const string AllSet = "All";
    private const string ModuleSet = "Module";
    private const string AssemblySet = "AssemblyPath";

    /// <summary>The file of the page. If it exists, what stands between its lines <c>&lt;!-- declared: * --&gt;</c> and
    /// <c>&lt;!-- end --&gt;</c> is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The names of the events and spans, with wildcards. By default, all.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(EventPatternCompleter))]
    public string[] EventName { get; set; } = ["*"];

    /// <summary>The names of the modules whose events are written, with wildcards. They have been imported.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ModuleSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Module { get; set; } = [];

    /// <summary>The assembly whose events are written. It is loaded.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AssemblySet)]
    [ValidateNotNullOrEmpty]
    public string AssemblyPath { get; set; } = string.Empty;

    /// <summary>The title of a new page.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Title { get; set; }

    /// <summary>Replaces a file that has no block of declared events.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            string file = DeclarationPath.Resolve(this, Path);
            var page = new PageFile(file);
            if (page.Create(Title ?? DefaultTitle(), Select(), Force) is { } text && ShouldProcess(file, "Write the page"))
            {
                page.Write(text);
            }
        }
        catch (InvalidDeclarationException e)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidDeclarationFile(e));
        }
    }

    private IReadOnlyList<EventDeclaration> Select()
    {
        if (ModuleDeclarations.Update() is [{ } problem, ..])
        {
            throw problem;
        }

        var selection = new DeclarationSelection(this);
        IReadOnlyList<EventDeclaration> declarations = ParameterSetName switch
        {
            ModuleSet => selection.OfModules(Module),
            AssemblySet => DeclarationSelection.OfAssembly(DeclarationPath.Resolve(this, AssemblyPath)),
            _ => EventDeclarations.Default.List(),
        };
        return selection.OfNames(EventName, declarations);
    }

    private string DefaultTitle() => ParameterSetName switch
    {
        ModuleSet => $"Events of {string.Join(", ", Module)}",
        AssemblySet => $"Events of {System.IO.Path.GetFileNameWithoutExtension(AssemblyPath)}",
        _ => "Events",
    };
}
