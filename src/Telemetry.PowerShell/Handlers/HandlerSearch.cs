using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds handlers by the id or the wildcard that a user gives.</summary>
internal static class HandlerSearch
{
    /// <summary>Finds the handlers whose id matches, in attach order.</summary>
    internal static IReadOnlyList<HandlerRegistration> ById(string id)
    {
        if (TelemetryDispatcher.Default.TryGetHandler(id, out HandlerRegistration? exact))
        {
            return [exact];
        }

        if (!WildcardPattern.ContainsWildcardCharacters(id))
        {
            return [];
        }

        Predicate<string> isMatch = Match(id, []);
        return
        [
            .. TelemetryDispatcher.Default.List()
                .Select(entry => entry.Registration)
                .Where(registration => isMatch(registration.Id))
                .Distinct(),
        ];
    }

    /// <summary>Creates the condition for ids that match. The id of a listed handler matches only itself, even if it has
    /// wildcard characters in it.</summary>
    internal static Predicate<string> Match(string id, IEnumerable<string> ids)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(id) || ids.Contains(id, StringComparer.OrdinalIgnoreCase))
        {
            return other => string.Equals(id, other, StringComparison.OrdinalIgnoreCase);
        }

        var pattern = new WildcardPattern(id, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return pattern.IsMatch;
    }
}
