using System.Text;

namespace Telemetry.Metrics;

/// <summary>The names of metrics and tags as Prometheus and OpenMetrics have them. A registry refuses metrics whose exported names
/// would collide.</summary>
public static class ExportedName
{
    internal const string TotalSuffix = "_total";

    /// <summary>Returns the name of a metric: its segments joined by underscores, with the plural of the unit, if there is one and
    /// the name does not end with it, and <c>_total</c> for a counter or a sum that only goes up, in place of a last segment
    /// <c>count</c> or <c>total</c>. For example, the distribution <c>web.request.stop.duration</c> in seconds is
    /// <c>web_request_stop_duration_seconds</c>, and the counter <c>job.count</c> is <c>job_total</c>.</summary>
    /// <remarks>Each character that is not an ASCII letter or digit becomes an underscore. A name that begins with a digit gets an
    /// underscore before it.</remarks>
    /// <param name="definition">The definition.</param>
    /// <param name="prefix">Text to put before the name, separated by an underscore; null or empty for none.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    public static string Of(MetricDefinition definition, string? prefix = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        string name = StemOf(definition, withUnit: true) + (definition.IsMonotonic ? TotalSuffix : string.Empty);
        return AfterDigit(string.IsNullOrEmpty(prefix) ? name : Sanitize(prefix!).TrimEnd('_') + "_" + name);
    }

    /// <summary>Returns the label of a tag: its name, with an underscore for each character that is not an ASCII letter or digit,
    /// and before a digit at its beginning.</summary>
    /// <param name="tagName">The name of the tag.</param>
    /// <exception cref="ArgumentNullException"><paramref name="tagName"/> is null.</exception>
    public static string OfTag(string tagName)
    {
        ArgumentNullException.ThrowIfNull(tagName);
        return AfterDigit(Sanitize(tagName));
    }

    /// <summary>Returns the plural of a unit, with which exported names end: <c>seconds</c> for <c>second</c>. Words that are not
    /// known units remain as they are.</summary>
    /// <param name="unit">The unit.</param>
    /// <returns>The plural; empty for a unit that adds nothing to a name.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="unit"/> is null.</exception>
    public static string OfUnit(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        return Sanitize(MetricUnit.Of(unit).Plural).Trim('_');
    }

    /// <summary>Returns the code of a unit in UCUM, the Unified Code for Units of Measure, which instruments of the platform use:
    /// <c>s</c> for <c>second</c>, <c>By</c> for <c>byte</c>, <c>%</c> for <c>percent</c> and <c>1</c> for <c>ratio</c>. Words that are
    /// not known units remain as they are.</summary>
    /// <param name="unit">The unit.</param>
    /// <exception cref="ArgumentNullException"><paramref name="unit"/> is null.</exception>
    public static string CodeOfUnit(string unit)
    {
        ArgumentNullException.ThrowIfNull(unit);
        MetricUnit known = MetricUnit.Of(unit);
        return known.Dimension == UnitDimension.Fraction && known.Size != 1 ? "1" : known.Code;
    }

    /// <summary>Returns the name without <c>_total</c>, and with or without the unit.</summary>
    internal static string StemOf(MetricDefinition definition, bool withUnit)
    {
        string stem = definition.IsMonotonic
            ? WithoutSuffix(Sanitize(WithoutTotal(definition.Name)), TotalSuffix)
            : Sanitize(definition.Name);
        string unit = withUnit && definition.Unit is not null ? OfUnit(definition.Unit) : string.Empty;
        bool hasUnit = unit.Length == 0
            || string.Equals(stem, unit, StringComparison.OrdinalIgnoreCase)
            || stem.EndsWith("_" + unit, StringComparison.OrdinalIgnoreCase);
        return hasUnit ? stem : stem + "_" + unit;
    }

    /// <summary>Returns a name that does not begin with a digit.</summary>
    internal static string AfterDigit(string name) =>
        name.Length == 0 || name[0] is >= '0' and <= '9' ? "_" + name : name;

    private static string WithoutTotal(string name)
    {
        string withoutCount = WithoutSuffix(name, ".count");
        return withoutCount.Length < name.Length ? withoutCount : WithoutSuffix(name, ".total");
    }

    private static string WithoutSuffix(string text, string suffix) =>
        text.Length > suffix.Length && text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)
            ? text.Substring(0, text.Length - suffix.Length)
            : text;

    // A character outside the basic plane is one underscore, not two.
    private static string Sanitize(string name)
    {
        var sanitized = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            char c = name[i];
            if (i > 0 && char.IsLowSurrogate(c) && char.IsHighSurrogate(name[i - 1]))
            {
                continue;
            }

            sanitized.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_');
        }

        return sanitized.ToString();
    }
}
