using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>Finds the polls of the process by the names and wildcards that a user gives.</summary>
internal static class PollSearch
{
    /// <summary>Finds the polls of each name, each poll once. Writes an error for a name without wildcards that no poll has.</summary>
    /// <param name="cmdlet">The cmdlet that writes errors.</param>
    /// <param name="names">The names; null for all polls.</param>
    internal static IReadOnlyList<Poll> Find(PSCmdlet cmdlet, string[]? names) =>
        NameSearch.Find(cmdlet, names, Poller.ListAll(), NameOf, PollErrors.NotFound);

    private static string NameOf(Poll poll) => poll.Name;
}
