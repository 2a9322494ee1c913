using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Reads the options of a table in a file of declarations. An option of another type is an error, and one that is null is left
/// out.</summary>
/// <param name="table">The table.</param>
/// <param name="place">The description of the table, which begins each message.</param>
/// <param name="errors">The errors of the file.</param>
internal sealed class DeclarationTable(MetricDataNode table, string place, DeclarationErrors errors)
{
    internal void AddError(MetricDataNode at, string problem) => errors.Add(at, $"{place}: {problem}");

    /// <summary>Reports the options that do not exist.</summary>
    internal void CheckOptions(params string[] known)
    {
        foreach (KeyValuePair<string, MetricDataNode> entry in table.Entries ?? [])
        {
            if (!known.Contains(entry.Key, StringComparer.OrdinalIgnoreCase))
            {
                AddError(entry.Value, $"there is no option '{PlainText.Of(entry.Key)}'. {Hint(entry.Key, known)}");
            }
        }
    }

    internal MetricDataNode? Find(string option) =>
        table.Find(option) is { } node && !(node.Value is null && node.Items is null && node.Entries is null) ? node : null;

    /// <summary>Returns the items of a list, or the one item that is not a list.</summary>
    internal IReadOnlyList<MetricDataNode> ItemsOf(string option) =>
        Find(option) is not { } node ? [] : node.Items ?? [node];

    internal string? Text(string option)
    {
        MetricDataNode? node = Find(option);
        if (node is not null and not { Value: string })
        {
            AddError(node, $"{option} is {node}. Write text.");
        }

        return node?.Value as string;
    }

    internal bool Flag(string option)
    {
        MetricDataNode? node = Find(option);
        if (node is not null and not { Value: bool })
        {
            AddError(node, $"{option} is {node}. Write $true or $false.");
        }

        return node?.Value is true;
    }

    /// <summary>Reads one of several words, without regard to case; null if the option is left out or is another word.</summary>
    internal string? Word(string option, string[] known)
    {
        if (Text(option) is not { } text)
        {
            return null;
        }

        string? word = Array.Find(known, other => string.Equals(other, text, StringComparison.OrdinalIgnoreCase));
        if (word is null)
        {
            AddError(Find(option)!, $"there is no {option} '{PlainText.Of(text)}'. {Hint(text, known)}");
        }

        return word;
    }

    private static string Hint(string word, string[] known) => NearestName.Find(word, known) is { } nearest
        ? $"Did you mean '{nearest}'?"
        : $"Known are {string.Join(", ", known)}.";
}
