using System.Collections;
using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the declarations that the manifest of a module names, as in <c>PrivateData = @{ Telemetry = @{ Events =
/// 'Backup.events.psd1' } }</c>, or contains.</summary>
internal static class ManifestDeclarations
{
    private const string Telemetry = "Telemetry";
    private const string Events = "Events";

    /// <summary>Determines whether the manifest of a module names declarations.</summary>
    internal static bool Exist(PSModuleInfo module) => EntryOf(module) is not null;

    /// <exception cref="InvalidDeclarationException">The manifest or a file is not valid.</exception>
    internal static IReadOnlyList<EventDeclaration> Read(PSModuleInfo module)
    {
        object? entry = EntryOf(module);
        string manifest = Path.Combine(module.ModuleBase, $"{module.Name}.psd1");
        if (entry is not IDictionary table)
        {
            throw new InvalidDeclarationException(
                $"{manifest}: {Telemetry} in PrivateData is {ValueDescription.Of(entry)}. Write a table, as in @{{ Telemetry = "
                + $"@{{ Events = '{module.Name}.events.psd1' }} }}.")
            {
                Target = manifest,
            };
        }

        object? events = TableEntries.Unwrap(table[Events]);
        string[] files = [.. TableEntries.Items(events).OfType<string>()];
        return files.Length > 0 && files.Length == TableEntries.Items(events).Count
            ? [.. files.SelectMany(file => ReadFile(module, file))]
            : DeclarationReader.Read(NodeOf(table), manifest, module.Name);
    }

    // A path that leads out of the folder is the author's own decision: the file is read as data.
    private static IReadOnlyList<EventDeclaration> ReadFile(PSModuleInfo module, string file) =>
        DeclarationReader.ReadFile(Path.GetFullPath(Path.Combine(module.ModuleBase, file)), module.Name);

    private static object? EntryOf(PSModuleInfo module) =>
        TableEntries.Unwrap(module.PrivateData) is not IDictionary data ? null
        : TableEntries.Unwrap(data[Telemetry]) is { } own ? own
        : TableEntries.Unwrap(data["PSData"]) is IDictionary gallery ? TableEntries.Unwrap(gallery[Telemetry])
        : null;

    private static MetricDataNode NodeOf(object? value) => value switch
    {
        IDictionary table => MetricDataNode.Map(
            TableEntries.Of(table).Select(entry => new KeyValuePair<string, MetricDataNode>(entry.Key, NodeOf(entry.Value))), line: 0),
        IEnumerable and not string => MetricDataNode.List(TableEntries.Items(value).Select(NodeOf), line: 0),
        _ => MetricDataNode.Scalar(value, line: 0),
    };
}
