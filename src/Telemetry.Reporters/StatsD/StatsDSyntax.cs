using System.Text;
using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>A dialect of StatsD. The lines of a series have the form <c>start:value|type end</c>.</summary>
internal abstract class StatsDSyntax
{
    private protected StatsDSyntax(string? prefix)
    {
        Prefix = string.IsNullOrEmpty(prefix) ? string.Empty : prefix!.TrimEnd('.') + ".";
    }

    /// <summary>The text before each name, with a point at its end.</summary>
    private protected string Prefix { get; }

    /// <summary>The type of a value that was observed.</summary>
    internal abstract string ObservationType { get; }

    internal static StatsDSyntax Of(StatsDDialect dialect, string? prefix) => dialect switch
    {
        StatsDDialect.Etsy => new EtsySyntax(prefix),
        StatsDDialect.DogStatsD => new DogStatsDSyntax(prefix),
        _ => throw new ReporterException(ReporterErrorKind.InvalidOption, "The dialect is none of Etsy and DogStatsD.", dialect),
    };

    /// <summary>Returns the texts before and after the value in the lines of a series.</summary>
    internal abstract (string Start, string End) SeriesOf(MetricDefinition definition, IReadOnlyList<string> tagValues);

    /// <summary>Returns the lines that set a gauge, which have to be in one datagram.</summary>
    internal abstract string GaugeOf(string start, MeasurementValue value, string end);

    /// <summary>Returns the number by which an observed value of a metric is multiplied.</summary>
    internal abstract double FactorOf(MetricDefinition definition);

    /// <summary>Whether an observed value can be sent.</summary>
    internal abstract bool CanObserve(double value);

    /// <summary>Returns text with an underscore for each character that is not allowed; a character outside of the basic plane is one
    /// underscore.</summary>
    private protected static string Sanitize(string text, Func<char, bool> isAllowed)
    {
        var sanitized = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (isAllowed(text[i]))
            {
                sanitized.Append(text[i]);
            }
            else if (!char.IsLowSurrogate(text[i]) || i == 0 || !char.IsHighSurrogate(text[i - 1]))
            {
                sanitized.Append('_');
            }
        }

        return sanitized.ToString();
    }

    private protected static bool IsOfWord(char c) =>
        c is '_' or '-' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
