using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Finds handlers by the id or the wildcard that a user gives.</summary>
/// <remarks>The handlers of the library itself, such as those by which metrics record, are matched only by what begins with
/// <c>telemetry</c>, as its events are. Otherwise the removal of all handlers would end all metrics.</remarks>
internal static class HandlerSearch
{
    private const string Own = "telemetry";

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
        return StartsWithOwn(id) ? pattern.IsMatch : other => !IsOwn(other) && pattern.IsMatch(other);
    }

    /// <summary>Determines whether the id is that of a handler of the library.</summary>
    internal static bool IsOwn(string id) => StartsWithOwn(id) && id.Length > Own.Length && id[Own.Length] == '.';

    /// <summary>Determines whether a text begins as the ids of the library do.</summary>
    internal static bool StartsWithOwn(string text) => text.StartsWith(Own, StringComparison.OrdinalIgnoreCase);
}
