using System.Collections;

namespace Telemetry;

/// <summary>A condition on a value of an event: the value with a key, of the metadata or else of the measurements, is one of the
/// given ones. Immutable, and safe to use from any thread.</summary>
/// <remarks>Values are compared as text (<see cref="MetadataValue.ToCanonicalText"/>) without regard to case, so that 200 and "200" are
/// equal. Text may have the wildcards <c>*</c> (any text, including none) and <c>?</c> (any one character). Null is accepted where the
/// event has no value.</remarks>
public sealed class EventCondition
{
    private readonly ConditionTest _test;

    /// <summary>Creates a condition.</summary>
    /// <param name="key">The key, compared without regard to case.</param>
    /// <param name="values">The accepted values, at least one.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The key is blank, there are no values, or a value is a list.</exception>
    public EventCondition(string key, params IReadOnlyList<MetadataValue> values)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(values);
        Key = key;
        Values = [.. values];
        if (FindProblem() is { } problem)
        {
            throw new ArgumentException(problem);
        }

        _test = new ConditionTest(Key, Values);
    }

    /// <summary>The key.</summary>
    public string Key { get; }

    /// <summary>The accepted values.</summary>
    public IReadOnlyList<MetadataValue> Values { get; }

    /// <summary>Determines whether the condition holds for an event. Allocates nothing for strings, booleans, integers and doubles,
    /// except where a number is compared with a wildcard.</summary>
    /// <remarks>An exception of the <see cref="object.ToString"/> of an object in the metadata is passed on.</remarks>
    /// <param name="data">The event.</param>
    public bool IsMatch(in EventData data) => _test.IsMatch(in data);

    /// <summary>Returns the key and the values, such as <c>status = 200, 5??</c>.</summary>
    public override string ToString() => $"{Key} = {string.Join(", ", Values.Select(TextOf))}";

    private static string TextOf(MetadataValue value) => value.Kind == MetadataValueKind.Null ? "null" : value.ToCanonicalText();

    private static bool IsList(MetadataValue value) => value.Kind == MetadataValueKind.Object && value.ToObject() is IEnumerable;

    private string? FindProblem() =>
        string.IsNullOrWhiteSpace(Key) ? "A condition has no key. Write the key of the value to compare."
        : Values.Count == 0 ? $"The condition on '{Key}' has no values. Give at least one to compare with."
        : Values.Any(IsList) ? $"A value of the condition on '{Key}' is a list. Give its values one by one."
        : null;
}
