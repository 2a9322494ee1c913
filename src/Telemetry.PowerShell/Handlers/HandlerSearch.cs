using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>Finds handlers by what a user writes as their id.</summary>
internal static class HandlerSearch
{
    /// <summary>The handlers whose id matches, in attach order. An id that is taken stands for itself, even if it has
    /// wildcard characters in it.</summary>
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

        var pattern = new WildcardPattern(id, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return
        [
            .. TelemetryDispatcher.Default.List()
                .Select(entry => entry.Registration)
                .Where(registration => pattern.IsMatch(registration.Id))
                .Distinct(),
        ];
    }
}
