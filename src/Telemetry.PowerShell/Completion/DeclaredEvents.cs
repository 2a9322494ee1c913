using System.Collections;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace Telemetry.Commands;

/// <summary>The declared events of a line that is being completed.</summary>
internal static class DeclaredEvents
{
    // Those of the library are many, and nobody emits them. They are offered to a word that has begun.
    private static readonly EventName s_own = Telemetry.EventName.Parse("telemetry");

    /// <summary>Gets the declarations that complete a word: all, or all but those of the library if nothing has been typed.</summary>
    internal static IEnumerable<EventDeclaration> For(CompletionWord word) =>
        All().Where(declaration => word.Text.Length > 0 || !s_own.IsPrefixOf(declaration.Name));

    /// <summary>Gets all declarations. Modules whose declarations cannot be read have none.</summary>
    internal static IReadOnlyList<EventDeclaration> All()
    {
        ModuleDeclarations.Update();
        return EventDeclarations.Default.List();
    }

    /// <summary>Gets the declaration of an event that an argument names; null if it is not declared.</summary>
    internal static EventDeclaration? Find(string? name) =>
        All().FirstOrDefault(declaration => string.Equals(declaration.Name.ToString(), name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Gets the declarations of the events that a metric is made of: those that -EventName names or matches, or the one in
    /// its name.</summary>
    internal static IReadOnlyList<EventDeclaration> OfMetric(IDictionary bound)
    {
        string[] names =
        [
            .. TableEntries.Items(TableEntries.Unwrap(bound["EventName"])).Select(name => $"{name}").Where(name => name.Length > 0),
        ];
        if (names.Length == 0)
        {
            string name = $"{bound["Name"]}";
            names = [name.Substring(0, Math.Max(0, name.LastIndexOf('.')))];
        }

        EventPattern[] patterns =
        [
            .. names
                .Select(name => EventPattern.TryParse(name, out EventPattern? pattern) ? pattern : null)
                .OfType<EventPattern>(),
        ];
        return [.. All().Where(declaration => Array.Exists(patterns, pattern => pattern.IsMatch(declaration.Name)))];
    }

    /// <summary>Writes a text as a literal of a script.</summary>
    internal static string Quote(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    /// <summary>Writes a table in one line.</summary>
    internal static string TableOf(IEnumerable<(string Key, string Value)> entries) =>
        $"@{{ {string.Join("; ", entries.Select(entry => $"{KeyOf(entry.Key)} = {entry.Value}"))} }}";

    private static string KeyOf(string key) => Regex.IsMatch(key, "^[A-Za-z_][A-Za-z0-9_]*$") ? key : Quote(key);
}
