using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>Reads the samples of text for Prometheus.</summary>
internal static partial class SampleText
{
    /// <summary>Returns the value of each sample, by its name and its labels, which are sorted.</summary>
    internal static Dictionary<string, double> Read(string text)
    {
        var samples = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string line in text.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            Match match = Sample().Match(line);
            Assert.True(match.Success, $"Not a sample: {line}");
            var key = new StringBuilder(match.Groups["name"].Value);
            foreach (string label in match.Groups["label"].Captures.Select(label => label.Value).Order(StringComparer.Ordinal))
            {
                key.Append(' ').Append(label);
            }

            Assert.True(samples.TryAdd(key.ToString(), Number(match.Groups["value"].Value)), $"Twice: {line}");
        }

        return samples;
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""\A(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{((?<label>[a-zA-Z0-9_]+="(\\.|[^"\\])*"),?)*\})? (?<value>\S+)\z""")]
    private static partial Regex Sample();
}
