using System.Collections.ObjectModel;

namespace Telemetry;

/// <summary>
/// The declaration of an event: its name, when it is emitted, and the measurements and the metadata that it carries. It is a contract
/// between the emitter and handlers, which a test checks (<see cref="Check(in EventData)"/>,
/// <see cref="EventRecorder.AssertDeclared"/>); an emit itself never looks at it. Immutable, and safe to use from any thread.
/// </summary>
/// <remarks>In C#, declarations are mostly written as methods with a <see cref="TelemetryEventAttribute"/>, and an assembly carries them
/// as data (<see cref="DeclaredEventAttribute"/>).</remarks>
public sealed partial class EventDeclaration
{
    private readonly ReadOnlyCollection<MeasurementDeclaration> _measurements;
    private readonly ReadOnlyCollection<MetadataDeclaration> _metadata;

    /// <summary>Creates a declaration.</summary>
    /// <param name="name">The name of the event.</param>
    /// <param name="description">The description of when the event is emitted; null for none.</param>
    /// <param name="measurements">The measurements, in the order in which they are shown; null for none.</param>
    /// <param name="metadata">The metadata, in the order in which they are shown; null for none.</param>
    /// <param name="span">The name of the span that the event belongs to; null if it belongs to none.</param>
    /// <param name="source">The name of the library, module or script that emits the event; null if it is not known.</param>
    /// <exception cref="ArgumentNullException">The name, or one of the measurements or metadata, is null.</exception>
    /// <exception cref="ArgumentException">A key is declared twice among the measurements, or twice among the metadata, without regard to
    /// case.</exception>
    public EventDeclaration(
        EventName name,
        string? description = null,
        IEnumerable<MeasurementDeclaration>? measurements = null,
        IEnumerable<MetadataDeclaration>? metadata = null,
        EventName? span = null,
        string? source = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Span = span;
        Description = description ?? string.Empty;
        Source = string.IsNullOrWhiteSpace(source) ? null : source;
        _measurements = Copy(name, measurements, nameof(measurements));
        _metadata = Copy(name, metadata, nameof(metadata));
    }

    /// <inheritdoc cref="EventDeclaration(EventName, string?, IEnumerable{MeasurementDeclaration}?, IEnumerable{MetadataDeclaration}?,
    /// EventName?, string?)"/>
    /// <exception cref="FormatException">The name is not valid.</exception>
    public EventDeclaration(
        string name,
        string? description = null,
        IEnumerable<MeasurementDeclaration>? measurements = null,
        IEnumerable<MetadataDeclaration>? metadata = null,
        EventName? span = null,
        string? source = null)
        : this(EventName.Parse(name), description, measurements, metadata, span, source)
    {
    }

    /// <summary>The name of the event.</summary>
    public EventName Name { get; }

    /// <summary>The name of the span that the event belongs to, such as <c>web.request</c> for <c>web.request.stop</c>; null if it
    /// belongs to none.</summary>
    public EventName? Span { get; }

    /// <summary>The description of when the event is emitted; empty if none was given.</summary>
    public string Description { get; }

    /// <summary>The declared measurements, in their order; may be empty.</summary>
    public IReadOnlyList<MeasurementDeclaration> Measurements => _measurements;

    /// <summary>The declared metadata, in their order; may be empty.</summary>
    public IReadOnlyList<MetadataDeclaration> Metadata => _metadata;

    /// <summary>The name of the library, module or script that emits the event; null if it is not known.</summary>
    public string? Source { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name.ToString();

    /// <summary>Compares an event with the declaration: whether it has the declared keys and no others, and whether the values are of the
    /// declared types and among the declared values.</summary>
    /// <remarks>The name of the event is not compared. The method allocates nothing if there is no problem, except to compare declared
    /// values with objects.</remarks>
    /// <param name="data">The event.</param>
    /// <returns>The problems: first those of the declared keys, in their order, and then the keys that are not declared. Empty if the
    /// event is as declared.</returns>
    public IReadOnlyList<DeclarationProblem> Check(in EventData data)
    {
        var check = new DeclarationCheck(this);
        check.Compare(in data);
        return check.Problems;
    }

    /// <summary>Compares a recorded event with the declaration, as <see cref="Check(in EventData)"/> does.</summary>
    /// <param name="record">The event.</param>
    /// <returns>The problems; empty if the event is as declared.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="record"/> is null.</exception>
    public IReadOnlyList<DeclarationProblem> Check(EventRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Check(new EventData(record));
    }

    private static ReadOnlyCollection<TField> Copy<TField>(EventName name, IEnumerable<TField>? fields, string parameter)
        where TField : FieldDeclaration
    {
        TField[] copy = fields is null ? [] : [.. fields];
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (TField? field in copy)
        {
            if (field is null)
            {
                throw new ArgumentNullException(parameter, $"One of the {parameter} of event '{name}' is null.");
            }

            if (!keys.Add(field.Key))
            {
                throw new ArgumentException(
                    $"Key '{field.Key}' is declared twice among the {parameter} of event '{name}'. Keys are compared without regard to "
                    + "case; remove one of them.",
                    parameter);
            }
        }

        return new ReadOnlyCollection<TField>(copy);
    }
}
