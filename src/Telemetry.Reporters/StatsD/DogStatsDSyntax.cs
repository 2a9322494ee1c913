using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The dialect of Datadog's agent.</summary>
internal sealed class DogStatsDSyntax(string? prefix) : StatsDSyntax(prefix)
{
    internal override string ObservationType => "d";

    // A tag without a value is left out, as one that ends with a colon is not valid.
    internal override (string Start, string End) SeriesOf(MetricDefinition definition, IReadOnlyList<string> tagValues)
    {
        IEnumerable<string> tags = definition.Tags
            .Select((tag, i) => (tag.Name, Value: tagValues[i]))
            .Where(tag => tag.Value.Length > 0)
            .Select(tag => $"{Sanitize(tag.Name, IsOfTag)}:{Sanitize(tag.Value, IsOfTag)}");
        string all = string.Join(",", tags);
        string name = Sanitize(Prefix + definition.Name, c => c == '.' || (c != '-' && IsOfWord(c)));
        return (name, all.Length == 0 ? string.Empty : "|#" + all);
    }

    internal override string GaugeOf(string start, MeasurementValue value, string end) => $"{start}:{StatsDNumber.Of(value)}|g{end}";

    internal override double FactorOf(MetricDefinition definition) => 1;

    internal override bool CanObserve(double value) => true;

    private static bool IsOfTag(char c) =>
        c is not (':' or '|' or '@' or '#' or ',' or '\u2028' or '\u2029') && !char.IsControl(c);
}
