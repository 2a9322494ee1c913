using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>A metric, as Get-TelemetryMetric writes it: its definition, whose properties are named like the parameters of
/// Register-TelemetryMetric, and the state of its series, which is read when it is asked for.</summary>
public sealed class ScriptMetricInfo
{
    internal ScriptMetricInfo(Metric metric) => Metric = metric;

    /// <summary>The name of the metric.</summary>
    public string Name => Definition.Name;

    /// <summary>The type of the metric.</summary>
    public MetricType Type => Definition.Type;

    /// <summary>The events: names, and patterns.</summary>
    public string[] EventName => Definition.Events.Count > 0 ? [.. Definition.Events] : [EventInName];

    /// <summary>The key of the measurement; null for a counter, a constant and a script block.</summary>
    public string? Measurement => Definition.Measurement
        ?? (Type == MetricType.Counter || Value is not null ? null : Name.Substring(EventInName.Length + 1));

    /// <summary>The constant, or the script block that reads the value; null for a measurement.</summary>
    public object? Value => Definition.Value is { } constant ? constant : FunctionOf(Definition.Reader);

    /// <summary>The tags: the names of metadata keys or, if a key has another name or a script block reads a tag, a table of names
    /// and sources.</summary>
    public object Tag => Definition.Tags.All(tag => tag.Key == tag.Name) ? TagNames : TagTable();

    /// <summary>The conditions, as a table; or the script block that selects events; null for none.</summary>
    public object? Where => FunctionOf(Definition.Keep) ?? ScriptConditions.TableOf(Definition.Where);

    /// <summary>The conditions of which none may hold, as a table; null for none.</summary>
    public object? WhereNot => ScriptConditions.TableOf(Definition.WhereNot);

    /// <summary>The unit of the recorded values; null for none.</summary>
    public string? Unit => Definition.Unit;

    /// <summary>The unit of the measurements, if it is another one; null if not.</summary>
    public string? FromUnit => Definition.FromUnit;

    /// <summary>The upper bounds of the buckets of a distribution; empty for other types.</summary>
    public double[] Bucket => [.. Definition.Buckets];

    /// <summary>A sentence on the metric; null for none.</summary>
    public string? Description => Definition.Description;

    /// <summary>The highest number of series.</summary>
    public int SeriesLimit => Definition.SeriesLimit;

    /// <summary>The time after which a series that records nothing is removed; null for never.</summary>
    public TimeSpan? Lifetime => Definition.Lifetime;

    /// <summary>Whether a series is removed when a poll that ended did not set it.</summary>
    public bool PerPoll => Definition.PerPoll;

    /// <summary>Whether a sum can go down.</summary>
    public bool AllowNegative => Definition.AllowNegative;

    /// <summary>Whether the measurement is the total so far.</summary>
    public bool RunningTotal => Definition.RunningTotal;

    /// <summary>The declared values of the tags, as a table; null for none.</summary>
    public object? TagValue => TableOf(Definition.TagValues);

    /// <summary>Whether an event without a value for each tag is skipped.</summary>
    public bool SkipMissingTag => Definition.SkipMissingTag;

    /// <summary>The name by which reporters select metrics; null for none.</summary>
    public string? Group => Definition.Group;

    /// <summary>The number of series.</summary>
    public int Series => Metric.SeriesCount;

    /// <summary>The number of values recorded since the metric was registered or reset.</summary>
    public long Recorded => Metric.Recorded;

    /// <summary>The number of events for each problem that occurred, as a table.</summary>
    public IDictionary<string, long> Problems
    {
        get
        {
            var problems = new SortedDictionary<string, long>(StringComparer.OrdinalIgnoreCase);
            foreach (KeyValuePair<MetricProblem, long> problem in Metric.Problems)
            {
                problems[problem.Key.ToString()] = problem.Value;
            }

            return problems;
        }
    }

    /// <summary>Whether the metric is registered, and was not removed or replaced since.</summary>
    public bool IsRegistered => !Metric.IsRemoved;

    /// <summary>The metric, for C# code.</summary>
    [Hidden]
    public Metric Metric { get; }

    /// <summary>The events as text.</summary>
    [Hidden]
    public string EventText => string.Join(",", EventName);

    /// <summary>The names of the tags as text.</summary>
    [Hidden]
    public string TagText => string.Join(",", TagNames);

    /// <summary>The tags as text, with their sources.</summary>
    [Hidden]
    public string TagSourceText => string.Join(", ", Definition.Tags);

    /// <summary>The constant or the script block of the value as text; null for a measurement.</summary>
    [Hidden]
    public string? ValueText => TextOf(Value);

    /// <summary>The conditions, or the script block that selects events, as text; null for none.</summary>
    [Hidden]
    public string? WhereText => TextOf(Where);

    /// <summary>The conditions of which none may hold as text; null for none.</summary>
    [Hidden]
    public string? WhereNotText => TextOf(WhereNot);

    /// <summary>The bounds of the buckets as text; null for none.</summary>
    [Hidden]
    public string? BucketText => Definition.Buckets.Count == 0
        ? null
        : string.Join(", ", Definition.Buckets.Select(bound => bound.ToString("G", CultureInfo.InvariantCulture)));

    /// <summary>The declared values of the tags as text; null for none.</summary>
    [Hidden]
    public string? TagValueText => TextOf(TagValue);

    /// <summary>The switches that are on as text; null for none.</summary>
    [Hidden]
    public string? OptionText => string.Join(", ", Options()) is { Length: > 0 } text ? text : null;

    /// <summary>The number of series as text, with a mark if there are as many as there may be.</summary>
    [Hidden]
    public string SeriesText => Series.ToString(CultureInfo.InvariantCulture) + (Series >= SeriesLimit ? "/max" : string.Empty);

    /// <summary>The problems as text; null if there are none.</summary>
    [Hidden]
    public string? ProblemText => Problems.Count == 0
        ? null
        : string.Join(", ", Problems.Select(problem => FormattableString.Invariant($"{problem.Key} {problem.Value}")));

    /// <summary>The lifetime as text; null for none.</summary>
    [Hidden]
    public string? LifetimeText => DurationText.Of(Lifetime);

    private MetricDefinition Definition => Metric.Definition;

    private string[] TagNames => [.. Definition.Tags.Select(tag => tag.Name)];

    private string EventInName => Name.Substring(0, Math.Max(0, Name.LastIndexOf('.')));

    /// <summary>Returns the name and the type.</summary>
    public override string ToString() => Definition.ToString();

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        ScriptBlock block => $"{{{block}}}",
        IDictionary table => FieldText.Of(table),
        double number => NumberText.Of(number),
        _ => value.ToString(),
    };

    private IEnumerable<string> Options()
    {
        (bool IsOn, string Name)[] options =
        [
            (PerPoll, nameof(PerPoll)), (AllowNegative, nameof(AllowNegative)), (RunningTotal, nameof(RunningTotal)),
            (SkipMissingTag, nameof(SkipMissingTag)),
        ];
        return options.Where(option => option.IsOn).Select(option => option.Name);
    }

    // A delegate of C# code is shown as it is.
    private static object? FunctionOf(Delegate? function) => function?.Target is ScriptReader reader ? reader.Block : function;

    private static OrderedDictionary? TableOf(IReadOnlyDictionary<string, IReadOnlyList<MetadataValue>> values) =>
        values.Count == 0 ? null : TableEntries.TableOf(values);

    private OrderedDictionary TagTable()
    {
        var table = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (MetricTag tag in Definition.Tags)
        {
            table[tag.Name] = tag.Key ?? FunctionOf(tag.Reader);
        }

        return table;
    }
}
