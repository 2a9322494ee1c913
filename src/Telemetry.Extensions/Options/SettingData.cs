using System.Globalization;
using Microsoft.Extensions.Configuration;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Reads a section of the configuration as data of a file of definitions, so that the rules and the errors are the same. The
/// place of each piece of data is its key.</summary>
internal static class SettingData
{
    internal static MetricDataNode Of(IConfigurationSection section)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        MetricDataNode data = children.Length == 0 ? MetricDataNode.Untyped(section.Value)
            : Array.TrueForAll(children, IsItem) ? MetricDataNode.List(children.OrderBy(IndexOf).Select(Of))
            : MetricDataNode.Map(children.Select(child => KeyValuePair.Create(child.Key, Of(child))));
        return data.At(section.Path);
    }

    // The items of a list have its indexes as their keys, and a key of a map is hardly a number.
    private static bool IsItem(IConfigurationSection section) => IndexOf(section) >= 0;

    private static int IndexOf(IConfigurationSection section) =>
        int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1;
}
