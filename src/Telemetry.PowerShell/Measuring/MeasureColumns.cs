using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The tags and the measurements by which events are measured, and the names of the properties of the rows.</summary>
internal sealed class MeasureColumns
{
    private const string EventColumn = "Event";

    private static readonly string[] s_statistics = ["Sum", "Mean", "P95", "Max", "MaxEvent"];

    private MeasureColumns(IReadOnlyList<MetricTag> tags, IReadOnlyList<string> measurements)
    {
        Tags = tags;
        Measurements = measurements;
    }

    internal IReadOnlyList<MetricTag> Tags { get; }

    internal IReadOnlyList<string> Measurements { get; }

    /// <summary>Reads the arguments of a cmdlet.</summary>
    /// <param name="tags">The tags: keys of metadata values, and tables of names and such keys.</param>
    /// <param name="measurements">The keys of the measurements.</param>
    /// <exception cref="InvalidMetricException">A tag or a measurement cannot be read, or two properties would have one name.</exception>
    internal static MeasureColumns Read(object?[] tags, string[] measurements)
    {
        MetricTag[] read = [.. tags.SelectMany(ReadTags)];
        string[] keys = [.. measurements.SelectMany(TextList.Split).Select(key => key.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (Array.Exists(keys, key => key.Length == 0))
        {
            throw InvalidMetricException.MeasuredKey();
        }

        string[] others = [EventColumn, "Count", "Failed", MeasureRow.View, MeasureRow.MaxEvent];
        var taken = new HashSet<string>(others, StringComparer.OrdinalIgnoreCase);
        foreach (string key in keys)
        {
            if (!s_statistics.All(statistic => taken.Add(PropertyOf(key, statistic))))
            {
                throw InvalidMetricException.MeasuredColumn("measurement", key);
            }
        }

        if (Array.Find(read, tag => !taken.Add(tag.Name)) is { } twice)
        {
            throw InvalidMetricException.MeasuredColumn("tag", twice.Name);
        }

        return new MeasureColumns(read, keys);
    }

    /// <summary>Creates the rows of a summary.</summary>
    internal IEnumerable<PSObject> RowsOf(EventSummary summary) => summary.Read().Select(RowOf);

    private static string PropertyOf(string measurement, string statistic) =>
        string.Concat(measurement.Split('.', '_', '-', ' ').Select(Capitalized)) + statistic;

    private static string Capitalized(string word) =>
        word.Length == 0 ? word : char.ToUpper(word[0], CultureInfo.InvariantCulture) + word.Substring(1);

    private static IEnumerable<MetricTag> ReadTags(object? item) => EventPayload.ToDictionary(TableEntries.Unwrap(item)) switch
    {
        string text => TextList.Split(text).Select(CheckedTag),
        InvalidFields { Value: object?[] inner } => inner.SelectMany(ReadTags),
        InvalidFields { Value: MetricTag { Key: not null } tag } => [tag],
        InvalidFields invalid => throw InvalidMetricException.Tag(invalid.Value),
        IDictionary sources => TableEntries.Of(sources).Select(entry => entry.Value is string key && CheckedTag(entry.Key).Key is not null
            ? new MetricTag(entry.Key, key)
            : throw InvalidMetricException.MeasuredTagSource(entry.Key, entry.Value)),
        { } other => throw InvalidMetricException.Tag(other),
        null => throw InvalidMetricException.Tag(null),
    };

    private static MetricTag CheckedTag(string name) =>
        string.IsNullOrWhiteSpace(name) ? throw InvalidMetricException.Tag(name) : new MetricTag(name);

    private PSObject RowOf(EventSummaryRow row)
    {
        var properties = new PSObject();
        void Add(string name, object? value) => properties.Properties.Add(new PSNoteProperty(name, value), preValidated: true);

        Add(EventColumn, row.Name);
        for (int i = 0; i < Tags.Count; i++)
        {
            Add(Tags[i].Name, row.TagValues[i]);
        }

        Add("Count", row.Count);
        Add("Failed", row.Failed);
        foreach (MeasurementSummary measured in row.Measurements)
        {
            object?[] values =
            [
                measured.Count == 0 ? null : measured.Sum.ToObject(),
                measured.Mean,
                measured.Quantile(0.95),
                measured.Maximum,
                measured.MaximumEvent is { } highest ? MeasureRow.TextOf(highest) : null,
            ];
            for (int i = 0; i < values.Length; i++)
            {
                Add(PropertyOf(measured.Name, s_statistics[i]), values[i]);
            }
        }

        properties.Members.Add(
            new PSMemberSet(MeasureRow.MaxEvent, row.Measurements.Select(measured => new PSNoteProperty(
                PropertyOf(measured.Name, string.Empty), measured.MaximumEvent is { } highest ? new ScriptRecord(highest) : null))),
            preValidated: true);
        MeasureRow.Describe(properties, row, Tags);
        return properties;
    }
}
