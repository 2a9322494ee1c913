namespace Telemetry.Diagnostics;

/// <summary>A source of the platform that the library knows, with the names of its events.</summary>
/// <param name="name">The name of the source.</param>
/// <param name="kind">The kind of the source.</param>
/// <param name="description">A description, one sentence.</param>
/// <param name="operations">The names of its operations, instruments or messages, <c>*</c> for all others. Each has the name of its
/// events, those of an activity without <c>start</c>, <c>stop</c> and <c>exception</c>; null for a name that follows the
/// rule.</param>
internal sealed class KnownSource(
    string name, SourceKind kind, string description, params (string Operation, string? EventName)[] operations)
{
    private readonly Dictionary<string, string> _names = operations.ToDictionary(
        entry => entry.Operation, entry => entry.EventName ?? SourceNames.Join(name, entry.Operation), StringComparer.Ordinal);

    internal string Name => name;

    internal SourceKind Kind => kind;

    internal string Description => description;

    /// <summary>The beginnings of the names of its events.</summary>
    internal IEnumerable<string> Roots => _names.Values;

    /// <summary>The names of its events.</summary>
    internal IEnumerable<string> Events => kind == SourceKind.Activity
        ? _names.Values.Distinct().SelectMany(root => new[] { root + ".start", root + ".stop", root + ".exception" })
        : _names.Values.Distinct();

    /// <summary>Returns the name of the events of an operation; null if the operation is not known.</summary>
    internal string? Find(string operation) =>
        _names.TryGetValue(operation, out string? found) || _names.TryGetValue("*", out found) ? found : null;
}
