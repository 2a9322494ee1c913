using Microsoft.Extensions.Logging;

namespace Telemetry.Tests.Support;

/// <summary>An entry as a logging provider received it.</summary>
internal sealed record WrittenEntry(
    string Category,
    LogLevel Level,
    EventId EventId,
    IReadOnlyList<KeyValuePair<string, object?>> State,
    string Message,
    Exception? Exception)
{
    public object? this[string key] => State.Single(pair => pair.Key == key).Value;

    public IEnumerable<string> Keys => State.Select(pair => pair.Key);
}
