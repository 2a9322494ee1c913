using System.Globalization;

namespace Telemetry.Reporters;

/// <summary>Reads the HTTP header <c>Accept</c>: media types with parameters, one of which is the weight <c>q</c>.</summary>
internal static class AcceptHeader
{
    private static readonly MediaType s_text = new("text", "plain", "0.0.4");
    private static readonly MediaType s_openMetrics = new("application", "openmetrics-text", "1.0.0");

    /// <summary>Determines whether a client prefers OpenMetrics to plain text.</summary>
    internal static bool PrefersOpenMetrics(string accept)
    {
        var text = default(Preference);
        var openMetrics = default(Preference);
        int order = 0;
        foreach (string range in Split(accept, ','))
        {
            string[] parts = [.. Split(range, ';')];
            int slash = parts[0].IndexOf('/');
            if (slash > 0 && WeightOf(parts) is { } weight)
            {
                string type = parts[0].Substring(0, slash).Trim();
                string subtype = parts[0].Substring(slash + 1).Trim();
                string? version = Parameter(parts, "version");
                text = text.OrMoreSpecific(s_text.Match(type, subtype, version), weight, order);
                openMetrics = openMetrics.OrMoreSpecific(s_openMetrics.Match(type, subtype, version), weight, order);
                order++;
            }
        }

        return openMetrics.IsPreferredTo(text);
    }

    // Null for a weight that is not a number from 0 to 1: the media type is then ignored.
    internal static double? WeightOf(string[] parts) =>
        Parameter(parts, "q") is not { } q ? 1
        : double.TryParse(q, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) && weight <= 1 ? weight
        : null;

    private static string? Parameter(string[] parts, string name)
    {
        foreach (string part in parts.Skip(1))
        {
            int equals = part.IndexOf('=');
            if (equals > 0 && string.Equals(part.Substring(0, equals).Trim(), name, StringComparison.OrdinalIgnoreCase))
            {
                return part.Substring(equals + 1).Trim().Trim('"');
            }
        }

        return null;
    }

    // Not at separators inside quotation marks.
    internal static IEnumerable<string> Split(string text, char separator)
    {
        int start = 0;
        bool isQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (text[i] == separator && !isQuoted)
            {
                yield return text.Substring(start, i - start);
                start = i + 1;
            }
        }

        yield return text.Substring(start);
    }
}
