using Telemetry.Metrics;

namespace Telemetry.Reporters;

/// <summary>The dialect of the original server. It removes most characters from names; an underscore in their place keeps names
/// apart that differ in the others.</summary>
internal sealed class EtsySyntax(string? prefix) : StatsDSyntax(prefix)
{
    internal override string ObservationType => "ms";

    // A point in the value of a tag would begin another segment, and an empty one is lost.
    internal override (string Start, string End) SeriesOf(MetricDefinition definition, IReadOnlyList<string> tagValues)
    {
        IEnumerable<string> segments = tagValues.Select(value => value.Length == 0 ? "_" : Sanitize(value, IsOfWord));
        string name = Sanitize(Prefix + definition.Name, c => c == '.' || IsOfWord(c));
        return (string.Join(".", segments.Prepend(name)), string.Empty);
    }

    // With a sign, the server adds the number to the gauge.
    internal override string GaugeOf(string start, MeasurementValue value, string end)
    {
        string number = StatsDNumber.Of(value);
        return number[0] == '-' ? $"{start}:0|g\n{start}:{number}|g" : $"{start}:{number}|g";
    }

    // The server takes all times to be milliseconds.
    internal override double FactorOf(MetricDefinition definition) =>
        definition.Unit is null ? 1 : ExportedName.OfUnit(definition.Unit) switch
        {
            "nanoseconds" => 1e-6,
            "microseconds" => 1e-3,
            "seconds" => 1e3,
            "minutes" => 60e3,
            "hours" => 3600e3,
            "days" => 86400e3,
            _ => 1,
        };

    // The server refuses others.
    internal override bool CanObserve(double value) => value >= 0;
}
