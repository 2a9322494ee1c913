using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds items by the names and wildcards that a user gives.</summary>
internal static class NameSearch
{
    /// <summary>Finds the items of a name. Writes an error for a name without wildcards that no item has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="name">The name.</param>
    /// <param name="all">The items.</param>
    /// <param name="nameOf">Gets the name of an item.</param>
    /// <param name="notFound">Creates the error for a name that no item has.</param>
    internal static T[] Find<T>(
        PSCmdlet cmdlet, string name, IEnumerable<T> all, Func<T, string> nameOf, Func<string, ErrorRecord> notFound)
    {
        // The name of an item may contain the characters of wildcards.
        T[] exact = [.. all.Where(item => IsSame(nameOf(item), name))];
        if (exact.Length > 0)
        {
            return exact;
        }

        if (WildcardErrors.Find(name) is { } problem)
        {
            cmdlet.WriteError(problem);
            return [];
        }

        if (!WildcardPattern.ContainsWildcardCharacters(name))
        {
            cmdlet.WriteError(notFound(name));
            return [];
        }

        Predicate<string> isMatch = Match(name);
        return [.. all.Where(item => isMatch(nameOf(item)))];
    }

    /// <summary>Finds the items of several names, each item once. Writes an error for a name without wildcards that no item
    /// has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all items.</param>
    /// <param name="all">The items.</param>
    /// <param name="nameOf">Gets the name of an item.</param>
    /// <param name="notFound">Creates the error for a name that no item has.</param>
    internal static IReadOnlyList<T> Find<T>(
        PSCmdlet cmdlet, string[]? names, IReadOnlyList<T> all, Func<T, string> nameOf, Func<string, ErrorRecord> notFound) =>
        names is null ? all : [.. names.SelectMany(name => Find(cmdlet, name, all, nameOf, notFound)).Distinct()];

    /// <summary>Creates the condition for names that match a name or a wildcard.</summary>
    internal static Predicate<string> Match(string name) => WildcardPattern.ContainsWildcardCharacters(name)
        ? new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch
        : other => IsSame(name, other);

    private static bool IsSame(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
