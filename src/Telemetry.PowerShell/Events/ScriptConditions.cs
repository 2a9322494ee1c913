using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Converts conditions on events between the tables of scripts and those of the library.</summary>
internal static class ScriptConditions
{
    /// <summary>Reads the conditions that a script passes as a table.</summary>
    /// <param name="parameter">The parameter by which they are given.</param>
    /// <param name="conditions">The table; null for no conditions.</param>
    /// <param name="allowsBlock">Whether the parameter also takes a script block, which the message of the exception then names.</param>
    /// <exception cref="InvalidConditionException">A condition cannot be read.</exception>
    internal static IReadOnlyList<EventCondition> Read(string parameter, object? conditions, bool allowsBlock) =>
        EventPayload.ToDictionary(TableEntries.Unwrap(conditions)) switch
        {
            null => [],
            InvalidFields invalid => throw InvalidConditionException.Table(parameter, invalid.Value, allowsBlock),
            IDictionary table => [.. TableEntries.Of(table).Select(Read)],
            { } other => throw InvalidConditionException.Table(parameter, other, allowsBlock),
        };

    /// <summary>Returns conditions as a table; null if there are none.</summary>
    internal static OrderedDictionary? TableOf(IReadOnlyList<EventCondition> conditions) => conditions.Count == 0
        ? null
        : TableEntries.TableOf(conditions.Select(
            condition => new KeyValuePair<string, IReadOnlyList<MetadataValue>>(condition.Key, condition.Values)));

    private static EventCondition Read(KeyValuePair<string, object?> entry)
    {
        MetadataValue[] values = [.. TableEntries.Items(entry.Value).Select(item => ReadValue(entry.Key, item))];
        try
        {
            return new EventCondition(entry.Key, values);
        }
        catch (ArgumentException e)
        {
            throw new InvalidConditionException(e.Message, e) { Target = entry.Key };
        }
    }

    private static MetadataValue ReadValue(string key, object? item) => item is ScriptBlock or IDictionary or PSObject or IList
        ? throw InvalidConditionException.Value(key, item)
        : MetadataValue.From(item);
}
