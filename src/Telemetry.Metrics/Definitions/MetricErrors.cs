using System.Globalization;
using System.Text;

namespace Telemetry.Metrics;

/// <summary>Creates the exceptions of invalid definitions.</summary>
internal static class MetricErrors
{
    private const int MaximumLength = 100;

    /// <summary>Creates an exception that begins with the name of the metric.</summary>
    /// <param name="kind">The kind of the error.</param>
    /// <param name="definition">The metric.</param>
    /// <param name="problem">The problem and what to do, beginning with a small letter.</param>
    /// <param name="target">The invalid value.</param>
    internal static MetricException Of(MetricErrorKind kind, MetricDefinition definition, string problem, object? target) =>
        new(kind, $"The metric '{Printable(definition.Name)}' is not valid: {problem}", target);

    /// <summary>Returns text in one line, with the numbers of control characters in their place, and not longer than messages
    /// can show.</summary>
    internal static string Printable(string text)
    {
        var printable = new StringBuilder();
        foreach (char c in text.Length > MaximumLength ? text.Substring(0, MaximumLength) : text)
        {
            if (char.IsControl(c))
            {
                printable.AppendFormat(CultureInfo.InvariantCulture, "<U+{0:X4}>", (int)c);
            }
            else
            {
                printable.Append(c);
            }
        }

        return text.Length > MaximumLength ? printable.Append('…').ToString() : printable.ToString();
    }
}
