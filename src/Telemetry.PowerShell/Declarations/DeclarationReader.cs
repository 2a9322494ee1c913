using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the declarations of events from data: the lists <c>Events</c> and <c>Spans</c>. All of them or, if anything is wrong,
/// none.</summary>
internal sealed class DeclarationReader
{
    private const string Events = "Events";
    private const string Spans = "Spans";
    private const string Name = "Name";
    private const string Description = "Description";
    private const string Measurements = "Measurements";
    private const string Metadata = "Metadata";
    private const string StopMetadata = "StopMetadata";

    /// <summary>The shape of a file of declarations.</summary>
    internal const string Shape = "@{ Events = @( … ); Spans = @( … ) }";

    private readonly MetricDataNode _root;
    private readonly string _source;
    private readonly DeclarationErrors _errors;
    private readonly List<EventDeclaration> _declarations = [];
    private readonly HashSet<EventName> _names = [];

    private DeclarationReader(MetricDataNode root, string path, string source)
    {
        _root = root;
        _source = source;
        _errors = new DeclarationErrors(path);
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="source">The name of the module or script that emits the events.</param>
    /// <exception cref="InvalidDeclarationException">The file is not valid.</exception>
    internal static IReadOnlyList<EventDeclaration> ReadFile(string path, string source)
    {
        try
        {
            return Read(DataFile.Read(path, Shape), path, source);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDeclarationException(e.Message, e) { Target = path };
        }
    }

    /// <summary>Reads data.</summary>
    /// <param name="root">The data.</param>
    /// <param name="path">The path of the file that the data was read from.</param>
    /// <param name="source">The name of the module or script that emits the events.</param>
    /// <exception cref="InvalidDeclarationException">The data is not valid.</exception>
    internal static IReadOnlyList<EventDeclaration> Read(MetricDataNode root, string path, string source) =>
        new DeclarationReader(root, path, source).Read();

    private List<EventDeclaration> Read()
    {
        var file = new DeclarationTable(_root, "the file", _errors);
        if (_root.Entries is null)
        {
            file.AddError(_root, $"it is {_root}. Write a table: {Shape}.");
        }

        file.CheckOptions(Events, Spans);
        ReadList(file, Events, "event", ReadEvent);
        ReadList(file, Spans, "span", ReadSpan);
        _errors.ThrowIfAny();
        return _declarations;
    }

    private void ReadList(
        DeclarationTable file,
        string option,
        string kind,
        Func<string, DeclarationTable, DeclaredFields, IReadOnlyList<EventDeclaration>> read)
    {
        int number = 0;
        foreach (MetricDataNode entry in file.ItemsOf(option))
        {
            string name = entry.Find(Name)?.Value is string text ? $" ('{PlainText.Of(text)}')" : string.Empty;
            string place = $"{kind} {++number}{name}";
            var options = new DeclarationTable(entry, place, _errors);
            if (entry.Entries is null)
            {
                options.AddError(entry, $"it is {entry}. Write a table with the options of {(kind == "event" ? "an" : "a")} {kind}.");
            }
            else
            {
                Add(entry, options, () => ReadEntry(entry, options, new DeclaredFields(options, place, _errors), read));
            }
        }
    }

    private void Add(MetricDataNode entry, DeclarationTable options, Func<IReadOnlyList<EventDeclaration>> read)
    {
        try
        {
            foreach (EventDeclaration declaration in read())
            {
                if (!_names.Add(declaration.Name))
                {
                    options.AddError(entry, $"the file declares '{declaration.Name}' before this. Rename or remove one of them.");
                }

                _declarations.Add(declaration);
            }
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            options.AddError(entry, e.Message);
        }
    }

    private static IReadOnlyList<EventDeclaration> ReadEntry(
        MetricDataNode entry,
        DeclarationTable options,
        DeclaredFields fields,
        Func<string, DeclarationTable, DeclaredFields, IReadOnlyList<EventDeclaration>> read)
    {
        if (options.Find(Name) is null)
        {
            options.AddError(entry, $"it has no name. Add the option {Name}.");
        }

        return read(options.Text(Name) ?? "unnamed", options, fields);
    }

    private IReadOnlyList<EventDeclaration> ReadEvent(string name, DeclarationTable options, DeclaredFields fields)
    {
        options.CheckOptions(Name, Description, Measurements, Metadata);
        return
        [
            new EventDeclaration(
                name,
                options.Text(Description),
                fields.Measurements(Measurements),
                fields.Metadata(Metadata),
                span: null,
                _source),
        ];
    }

    private IReadOnlyList<EventDeclaration> ReadSpan(string name, DeclarationTable options, DeclaredFields fields)
    {
        options.CheckOptions(Name, Description, Metadata, Measurements, StopMetadata);
        return EventDeclaration.ForSpan(
            name,
            options.Text(Description),
            fields.Metadata(Metadata),
            fields.Measurements(Measurements),
            fields.Metadata(StopMetadata),
            _source);
    }
}
