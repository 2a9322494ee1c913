using System.Collections;
using System.Globalization;
using Telemetry.Reporters;

namespace Telemetry.Commands;

/// <summary>Reads the labels of a grouping key from a table.</summary>
internal static class GroupingLabels
{
    /// <exception cref="ReporterException">A value is not one value.</exception>
    internal static IReadOnlyDictionary<string, string> Read(IDictionary? table)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> entry in table is null ? [] : TableEntries.Of(table))
        {
            labels[entry.Key] = entry.Value is IEnumerable and not string
                ? throw new ReporterException(
                    ReporterErrorKind.InvalidGroupingKey,
                    $"The label '{entry.Key}' of the grouping key has several values, and one is needed.",
                    entry.Key)
                : Convert.ToString(entry.Value, CultureInfo.InvariantCulture) ?? string.Empty;
        }

        return labels;
    }
}
