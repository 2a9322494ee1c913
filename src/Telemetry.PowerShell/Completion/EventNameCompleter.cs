using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Completes the name of an event from the known and the declared events. If there are very many, it offers their common
/// prefixes up to the next dot, as paths are completed folder by folder. The tooltip shows the declared description and the number of
/// handlers.</summary>
internal class EventNameCompleter : Completer
{
    /// <summary>Whether the common prefix of several names is an argument too, and not only a step to one.</summary>
    protected virtual bool TakesPrefix => false;

    /// <inheritdoc/>
    protected override IEnumerable<CompletionResult> Complete(CompletionWord word, string command, IDictionary bound)
    {
        string[] names =
        [
            .. Names().Concat(DeclaredNames(word)).Where(word.IsMatch).Distinct(StringComparer.OrdinalIgnoreCase),
        ];
        IEnumerable<CompletionResult> results = word.HasWildcards
            ? names.Select(name => ResultOf(word, name))
            : CompleteBySegment(word, names);
        return results.OrderBy(result => result.ListItemText, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets all names, each one once.</summary>
    protected virtual IEnumerable<string> Names() => TelemetryDispatcher.Default.GetEvents().Select(known => known.EventName.ToString());

    /// <summary>Gets the names that are declared.</summary>
    protected virtual IEnumerable<string> DeclaredNames(CompletionWord word) =>
        DeclaredEvents.For(word).Select(declaration => declaration.Name.ToString());

    /// <summary>Formats the common prefix of several names, so that the user can continue it.</summary>
    /// <param name="prefix">The segments, separated by dots.</param>
    protected virtual string Write(string prefix) => $"{prefix}.";

    /// <summary>Gets the description of a name for its tooltip.</summary>
    protected virtual string Describe(string name)
    {
        string handlers = Count(
            TelemetryDispatcher.Default.TryGetEvent(name, out TelemetryEvent? known) ? known.HandlerCount : 0, "handler");
        return EventName.TryParse(name, out EventName? parsed)
            && EventDeclarations.Default.TryGet(parsed, out EventDeclaration? declared)
            && declared.Description.Length > 0
                ? $"{declared.Description} ({handlers})"
                : handlers;
    }

    private IEnumerable<CompletionResult> CompleteBySegment(CompletionWord word, string[] names)
    {
        int start = word.Text.LastIndexOf('.') + 1;
        bool isLong = names.Length > MaxResults;
        List<IGrouping<string, string>> groups =
        [
            .. names.GroupBy(name => PrefixOf(name, start), StringComparer.OrdinalIgnoreCase),
        ];
        IEnumerable<CompletionResult> prefixes = groups
            .Where(group => group.Skip(1).Any() && (TakesPrefix || isLong))
            .Select(group => word.Result(Write(group.Key), DescribePrefix(group.Key, group.Count())));
        IEnumerable<CompletionResult> whole = groups
            .SelectMany(group => isLong ? group.Where(name => name.Length == group.Key.Length || !group.Skip(1).Any()) : group)
            .Select(name => ResultOf(word, name));

        // A name that is also the prefix of other names is listed once, as their prefix.
        return prefixes.Concat(whole)
            .GroupBy(result => result.ListItemText, StringComparer.OrdinalIgnoreCase)
            .Select(same => same.First());
    }

    private CompletionResult ResultOf(CompletionWord word, string name) => word.Result(name, $"{name}: {Describe(name)}");

    private static string DescribePrefix(string prefix, int names)
    {
        int handlers = EventName.TryParse(prefix, out EventName? parsed)
            ? TelemetryDispatcher.Default.List(parsed).Select(entry => entry.Registration).Distinct().Count()
            : 0;
        return $"{prefix}.*: {Count(names, "known event")}, {Count(handlers, "handler")}";
    }

    private static string PrefixOf(string name, int start)
    {
        int dot = name.IndexOf('.', start);
        return dot < 0 ? name : name.Substring(0, dot);
    }
}
