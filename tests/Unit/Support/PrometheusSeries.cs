using System.Globalization;
using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A series in the result of a query of Prometheus.</summary>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, double Value)
{
    internal string this[string label] => Labels.GetValueOrDefault(label, string.Empty);

    internal static PrometheusSeries Read(JsonElement result)
    {
        string value = result.GetProperty("value")[1].GetString()!;
        return new(
            result.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
            value switch
            {
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                _ => double.Parse(value, CultureInfo.InvariantCulture),
            });
    }
}
