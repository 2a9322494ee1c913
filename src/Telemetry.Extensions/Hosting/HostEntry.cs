using System.Collections;

namespace Telemetry.Extensions;

/// <summary>The state of a log entry: a message, and the values to which it refers. Immutable.</summary>
/// <param name="message">The message.</param>
/// <param name="values">The values.</param>
internal sealed class HostEntry(string message, KeyValuePair<string, object?>[] values) : IReadOnlyList<KeyValuePair<string, object?>>
{
    // As of a template: providers group entries by it, together with the id of the event.
    private readonly KeyValuePair<string, object?>[] _all = [new("Notice", message), .. values, new("{OriginalFormat}", "{Notice}")];

    public int Count => _all.Length;

    public KeyValuePair<string, object?> this[int index] => _all[index];

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() =>
        ((IEnumerable<KeyValuePair<string, object?>>)_all).GetEnumerator();

    /// <summary>Returns the message.</summary>
    public override string ToString() => message;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
