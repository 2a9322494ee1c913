namespace Telemetry.Analyzers;

/// <summary>An event that an assembly declares, with its keys.</summary>
internal sealed class DeclaredEvent
{
    private readonly Dictionary<string, bool> _measurements = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _metadata = new(StringComparer.OrdinalIgnoreCase);

    internal DeclaredEvent(string name, string? span)
    {
        Name = name;
        Span = span;
    }

    /// <summary>The name, in the spelling of the declaration.</summary>
    internal string Name { get; }

    /// <summary>The name of the span that the event belongs to; null if it belongs to none.</summary>
    internal string? Span { get; }

    /// <summary>Whether a key can be missing although it is not optional: in an event of a span, which has the keys of other events,
    /// and one that is declared twice.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>Adds a key.</summary>
    internal void Add(PayloadPart part, string key, bool isOptional) => KeysOf(part)[key] = isOptional;

    /// <summary>Adds the keys of another event, as optional ones.</summary>
    internal void AddKeysOf(DeclaredEvent other)
    {
        foreach (PayloadPart part in new[] { PayloadPart.Measurements, PayloadPart.Metadata })
        {
            foreach (string key in other.KeysOf(part).Keys)
            {
                if (!KeysOf(part).ContainsKey(key))
                {
                    Add(part, key, isOptional: true);
                }
            }
        }
    }

    /// <summary>Determines whether a key is declared.</summary>
    internal bool Has(PayloadPart part, string key) => KeysOf(part).ContainsKey(key);

    /// <summary>The declared keys, in order.</summary>
    internal IEnumerable<string> Keys(PayloadPart part) => KeysOf(part).Keys.OrderBy(key => key, StringComparer.Ordinal);

    /// <summary>The declared keys that are not optional, in order.</summary>
    internal IEnumerable<string> Required(PayloadPart part) =>
        IsOpen ? [] : Keys(part).Where(key => !KeysOf(part)[key]);

    private Dictionary<string, bool> KeysOf(PayloadPart part) => part == PayloadPart.Measurements ? _measurements : _metadata;
}
