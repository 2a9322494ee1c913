namespace Telemetry.Diagnostics;

/// <summary>A source of the platform that the library knows, with the names of its events.</summary>
/// <param name="name">The name of the source.</param>
/// <param name="kind">The kind of the source.</param>
/// <param name="description">A description, one sentence.</param>
/// <param name="operations">The names of its operations, instruments or messages; one that ends with <c>*</c> is the beginning of
/// names, and the first that fits counts. Each has the name of its events, those of an activity without <c>start</c>, <c>stop</c> and
/// <c>exception</c>; null for a name that follows the rule.</param>
internal sealed class KnownSource(
    string name, SourceKind kind, string description, params (string Operation, string? EventName)[] operations)
{
    private readonly Dictionary<string, string> _names = operations.ToDictionary(
        entry => entry.Operation, entry => entry.EventName ?? SourceNames.Join(name, entry.Operation), StringComparer.Ordinal);

    internal string Name => name;

    internal SourceKind Kind => kind;

    internal string Description => description;

    /// <summary>Whether the messages of its exceptions quote what they are about: those of a database quote values of statements and
    /// rows.</summary>
    internal bool QuotesData { get; init; }

    /// <summary>The beginnings of the names of its events.</summary>
    internal IEnumerable<string> Roots => _names.Values;

    /// <summary>The names of its events.</summary>
    internal IEnumerable<string> Events => kind == SourceKind.Activity
        ? _names.Values.Distinct().SelectMany(root => new[] { root + ".start", root + ".stop", root + ".exception" })
        : _names.Values.Distinct();

    /// <summary>Returns the name of the events of an operation; null if the operation is not known.</summary>
    internal string? Find(string operation) => _names.TryGetValue(operation, out string? found) ? found : FindBeginning(operation);

    private string? FindBeginning(string operation)
    {
        foreach ((string name, string? eventName) in operations)
        {
            int length = name.Length - 1;
            if (name[length] == '*' && string.CompareOrdinal(operation, 0, name, 0, length) == 0)
            {
                return eventName;
            }
        }

        return null;
    }
}
