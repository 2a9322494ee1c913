using System.Reflection;

namespace Telemetry;

/// <summary>Reads the declarations that an assembly carries as attributes.</summary>
internal sealed class AssemblyDeclarations
{
    private readonly string? _source;
    private readonly Action<Exception> _onInvalid;
    private readonly DeclaredEventAttribute[] _events;
    private readonly ILookup<string, DeclaredFieldAttribute> _fields;

    private AssemblyDeclarations(
        string? source, DeclaredEventAttribute[] events, IEnumerable<DeclaredFieldAttribute> fields, Action<Exception> onInvalid)
    {
        _source = source;
        _onInvalid = onInvalid;
        _events = events;
        _fields = fields.ToLookup(field => field.EventName, StringComparer.OrdinalIgnoreCase);
    }

    /// <param name="assembly">The assembly.</param>
    /// <param name="onInvalid">The method to call for a declaration that is not valid. If it returns, the declaration is left
    /// out.</param>
    internal static IReadOnlyList<EventDeclaration> Read(Assembly assembly, Action<Exception> onInvalid) =>
        assembly.IsDefined(typeof(DeclaredEventAttribute), inherit: false)
            ? new AssemblyDeclarations(
                assembly.GetName().Name,
                [.. assembly.GetCustomAttributes<DeclaredEventAttribute>()],
                assembly.GetCustomAttributes<DeclaredFieldAttribute>(),
                onInvalid).Read()
            : [];

    private List<EventDeclaration> Read()
    {
        var declarations = new List<EventDeclaration>(_events.Length);
        foreach (DeclaredEventAttribute declared in _events)
        {
            try
            {
                declarations.Add(Create(declared));
            }
            catch (Exception e) when (e is ArgumentException or FormatException)
            {
                _onInvalid(e);
            }
        }

        var names = new HashSet<string>(_events.Select(declared => declared.EventName), StringComparer.OrdinalIgnoreCase);
        foreach (string name in _fields.Select(field => field.Key).Where(name => !names.Contains(name)))
        {
            _onInvalid(new ArgumentException(
                $"Keys are declared for event '{name}', which is not declared. Declare it with a {nameof(DeclaredEventAttribute)}."));
        }

        return declarations;
    }

    private EventDeclaration Create(DeclaredEventAttribute declared)
    {
        var name = EventName.Parse(declared.EventName);
        EventName? span = declared.Span is null ? null : EventName.Parse(declared.Span);
        if (span is not null && OfSpan(name, span, declared.Description) is { } ofSpan)
        {
            return ofSpan;
        }

        return new EventDeclaration(
            name, declared.Description, Measurements(declared.EventName), Metadata(declared.EventName), span, _source);
    }

    // The span adds keys to its own events, which the attributes do not repeat.
    private EventDeclaration? OfSpan(EventName name, EventName span, string? description)
    {
        EventName start = span.Append(SpanSuffixes.Start);
        EventName stop = span.Append(SpanSuffixes.Stop);
        var declaration = new SpanDeclaration(
            span, _source, Metadata(start.ToString()), Measurements(stop.ToString()), Metadata(stop.ToString()));
        return name == start ? declaration.Start(description)
            : name == stop ? declaration.Stop(description)
            : name == span.Append(SpanSuffixes.Exception) ? declaration.Exception(description)
            : null;
    }

    private MeasurementDeclaration[] Measurements(string eventName) =>
    [
        .. _fields[eventName]
            .Where(field => field.Part == DeclaredFieldPart.Measurement)
            .Select(field => new MeasurementDeclaration(
                field.Key, field.Type, field.Description, field.Unit, field.MetricType, field.IsOptional)),
    ];

    private MetadataDeclaration[] Metadata(string eventName) =>
    [
        .. _fields[eventName]
            .Where(field => field.Part == DeclaredFieldPart.Metadata)
            .Select(field => new MetadataDeclaration(field.Key, field.Type, field.Description, field.Values, field.IsOptional)),
    ];
}
