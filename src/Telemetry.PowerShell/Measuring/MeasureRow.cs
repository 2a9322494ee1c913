using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>The texts of a row for its table. They are in a member set, because a member set is not one of the properties that are sorted
/// and exported.</summary>
internal static class MeasureRow
{
    /// <summary>The name of the type of rows, by which its view is found.</summary>
    internal const string TypeName = "Telemetry.Commands.EventMeasure";

    /// <summary>The name of the member set with the texts.</summary>
    internal const string View = "View";

    /// <summary>The name of the member set with the events of the highest values.</summary>
    internal const string MaxEvent = "MaxEvent";

    private static readonly (double Size, string Suffix)[] s_sizes = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>Returns an event in one line: its name and the fields of the emitter.</summary>
    internal static string TextOf(EventRecord record) => OneLine.Of(
        $"{record.EventName} {FieldText.OfUser(isSpan: true, record.Metadata as IDictionary, record.Measurements as IDictionary)}".Trim());

    internal static void Describe(PSObject properties, EventSummaryRow row, IReadOnlyList<MetricTag> tags)
    {
        var fields = ScriptFields.Empty();
        for (int i = 0; i < tags.Count; i++)
        {
            fields[tags[i].Name] = row.TagValues[i];
        }

        PSMemberInfo[] texts =
        [
            new PSNoteProperty("Events", tags.Count == 0 ? row.Name : $"{row.Name}{{{FieldText.Of(fields)}}}"),
            new PSNoteProperty("Measurement", Lines(row, measured => measured.Name)),
            new PSNoteProperty("Sum", Lines(row, measured => measured.Count > 0 && measured.Sum.TryGetDouble(out double sum)
                ? Text(measured, sum)
                : null)),
            new PSNoteProperty("Mean", Lines(row, measured => Text(measured, measured.Mean))),
            new PSNoteProperty("P95", Lines(row, measured => Text(measured, measured.Quantile(0.95)))),
            new PSNoteProperty("Max", Lines(row, measured => Text(measured, measured.Maximum))),
        ];
        properties.Members.Add(new PSMemberSet(View, texts), preValidated: true);
        properties.TypeNames.Insert(0, TypeName);
    }

    private static string Lines(EventSummaryRow row, Func<MeasurementSummary, string?> text) =>
        string.Join("\n", row.Measurements.Select(text));

    private static string? Text(MeasurementSummary measured, double? value) => value is not { } number ? null
        : measured.AreDurations && Math.Abs(number) < TimeSpan.MaxValue.TotalSeconds
            ? DurationText.Of(new TimeSpan((long)(number * TimeSpan.TicksPerSecond)))
        : Short(number);

    // A narrow column must hold the bytes of a disk.
    private static string Short(double number)
    {
        (double size, string suffix) = Array.Find(s_sizes, known => Math.Abs(number) >= Math.Max(known.Size, 100_000));
        return suffix is null || Math.Abs(number) >= 1000 * s_sizes[0].Size
            ? NumberText.Of(number)
            : (number / size).ToString("0.##", CultureInfo.InvariantCulture) + suffix;
    }
}
