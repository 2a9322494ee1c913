using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Imports the declarations of events from a data file, for the time of the session: all of them or, if anything is wrong,
/// none.</summary>
[Cmdlet(VerbsData.Import, "TelemetryEventDeclaration")]
[OutputType(typeof(ScriptEventDeclaration))]
public sealed class ImportTelemetryEventDeclarationCommand : PSCmdlet
{
    /// <summary>The files, with the extension <c>.psd1</c>. They are read as data: nothing in them is run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    public string[] Path { get; set; } = [];

    /// <summary>Writes the declarations, as Get-TelemetryEvent -Declared does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Array.ForEach(Path, Import);

    private void Import(string path)
    {
        IReadOnlyList<EventDeclaration> declarations;
        try
        {
            declarations = ImportedDeclarations.Import(this, DeclarationPath.Resolve(this, path));
        }
        catch (InvalidDeclarationException e)
        {
            ErrorRecord error = TelemetryErrors.InvalidDeclarationFile(e);
            if (!MyInvocation.ExpectingInput)
            {
                ThrowTerminatingError(error);
            }

            WriteError(error);
            return;
        }

        if (PassThru)
        {
            WriteObject(declarations.Select(declaration => new ScriptEventDeclaration(declaration)), enumerateCollection: true);
        }
    }
}
