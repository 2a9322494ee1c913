using System.Reflection;

namespace Telemetry.Metrics;

/// <summary>The files of definitions that are part of the assembly.</summary>
internal static class PresetFiles
{
    private const string Prefix = "Telemetry.Metrics.Presets.";
    private const string Extension = ".json";

    private static readonly Assembly s_assembly = typeof(PresetFiles).Assembly;

    /// <summary>The names, in alphabetical order.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        .. s_assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name.Substring(Prefix.Length, name.Length - Prefix.Length - Extension.Length))
            .OrderBy(name => name, StringComparer.Ordinal),
    ];

    /// <summary>Reads the text of a file.</summary>
    /// <param name="name">One of the names, as it is written there.</param>
    internal static string Read(string name)
    {
        using Stream stream = s_assembly.GetManifestResourceStream(Prefix + name + Extension)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
