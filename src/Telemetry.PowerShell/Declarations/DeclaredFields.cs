using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the measurements and the metadata of an event in a file of declarations: a table of keys, each with its options or with
/// its description alone; or a list of keys.</summary>
/// <param name="table">The table of the event.</param>
/// <param name="place">The description of the event, which begins each message.</param>
/// <param name="errors">The errors of the file.</param>
internal sealed class DeclaredFields(DeclarationTable table, string place, DeclarationErrors errors)
{
    private const string Type = "Type";
    private const string Unit = "Unit";
    private const string Values = "Values";
    private const string Metric = "MetricType";
    private const string Optional = "Optional";
    private const string Description = "Description";

    private static readonly string[] s_metricTypes = Enum.GetNames(typeof(MetricType));
    private static readonly string[] s_types = Enum.GetNames(typeof(DeclaredType));

    private static readonly string[] s_measurementTypes =
    [
        nameof(DeclaredType.Integer), nameof(DeclaredType.Number), nameof(DeclaredType.Duration), nameof(DeclaredType.Time),
    ];

    internal IReadOnlyList<MeasurementDeclaration> Measurements(string option) => Read(option, "measurement", Measurement);

    internal IReadOnlyList<MetadataDeclaration> Metadata(string option) => Read(option, "metadata", Entry);

    private List<TField> Read<TField>(
        string option, string part, Func<string, MetricDataNode, DeclarationTable, TField> create)
        where TField : class
    {
        var fields = new List<TField>();
        foreach ((string key, MetricDataNode node) in KeysOf(option))
        {
            int before = errors.Count;
            var options = new DeclarationTable(node, $"{place}, {part} '{PlainText.Of(key)}'", errors);
            if (node.Entries is null && node.Value is not (null or string))
            {
                options.AddError(node, $"it is {node}. Write its description, or a table of its options.");
            }

            try
            {
                TField field = create(key, node, options);
                if (errors.Count == before)
                {
                    fields.Add(field);
                }
            }
            catch (ArgumentException e)
            {
                options.AddError(node, e.Message);
            }
        }

        return fields;
    }

    private IEnumerable<(string Key, MetricDataNode Node)> KeysOf(string option)
    {
        MetricDataNode? node = table.Find(option);
        if (node?.Entries is { } entries)
        {
            foreach (KeyValuePair<string, MetricDataNode> entry in entries)
            {
                yield return (entry.Key, entry.Value);
            }

            yield break;
        }

        foreach (MetricDataNode item in table.ItemsOf(option))
        {
            if (item.Value is string key)
            {
                yield return (key, MetricDataNode.Scalar(null, item.Line));
            }
            else
            {
                table.AddError(item, $"{option} has {item}. Write a table of keys, or a list of them.");
            }
        }
    }

    private static MeasurementDeclaration Measurement(string key, MetricDataNode node, DeclarationTable options)
    {
        options.CheckOptions(Type, Unit, Description, Metric, Optional);
        string? unit = options.Text(Unit);
        if (unit?.Any(char.IsWhiteSpace) == true)
        {
            options.AddError(
                options.Find(Unit)!, $"'{PlainText.Of(unit!)}' is not a unit. Write one word, in the singular, such as 'byte'.");
        }

        return new(
            key,
            TypeOf(options, s_measurementTypes, DeclaredType.Number),
            TextOf(node, options),
            unit,
            options.Word(Metric, s_metricTypes),
            options.Flag(Optional));
    }

    private static MetadataDeclaration Entry(string key, MetricDataNode node, DeclarationTable options)
    {
        options.CheckOptions(Type, Values, Description, Optional);
        return new(
            key, TypeOf(options, s_types, DeclaredType.Any), TextOf(node, options), ValuesOf(options), options.Flag(Optional));
    }

    private static DeclaredType TypeOf(DeclarationTable options, string[] known, DeclaredType other) =>
        options.Word(Type, known) is { } type ? (DeclaredType)Enum.Parse(typeof(DeclaredType), type) : other;

    private static string? TextOf(MetricDataNode node, DeclarationTable options) => node.Value as string ?? options.Text(Description);

    private static List<string> ValuesOf(DeclarationTable options)
    {
        var values = new List<string>();
        foreach (MetricDataNode item in options.ItemsOf(Values))
        {
            if (item.Value is { } value)
            {
                values.Add(MetadataValue.From(value).ToCanonicalText());
            }
            else
            {
                options.AddError(item, $"{Values} has {item}. Write a value, or a list of values.");
            }
        }

        return values;
    }
}
