using System.Management.Automation.Runspaces;
using System.Reflection;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The built-in measurements that a poll can make: those of the library, and the number of PowerShell's sessions.</summary>
internal static class BuiltInMeasurements
{
    private const string Sessions = "Sessions";

    // All runspaces of the process, as Get-Runspace lists them. Not public.
    private static readonly Func<IEnumerable<Runspace>>? s_sessions =
        (Func<IEnumerable<Runspace>>?)typeof(Runspace)
            .GetProperty("RunspaceList", BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            ?.GetGetMethod(nonPublic: true)
            ?.CreateDelegate(typeof(Func<IEnumerable<Runspace>>));

    private static readonly EventName s_sessionsEvent = EventName.Parse("powershell.sessions");

    /// <summary>The names, in alphabetical order.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. BuiltInPolls.Names.Append(Sessions).OrderBy(name => name, StringComparer.Ordinal)];

    /// <summary>Finds a name without regard to case.</summary>
    /// <exception cref="PollException">There are no such measurements.</exception>
    internal static string Find(string name) =>
        Names.FirstOrDefault(known => string.Equals(known, name.Trim(), StringComparison.OrdinalIgnoreCase))
        ?? throw new PollException(
            PollErrorKind.UnknownBuiltIn, $"There are no built-in measurements '{name}'. Use {string.Join(", ", Names)}.", name);

    /// <summary>Adds a poll that makes the measurements.</summary>
    internal static Poll Add(Poller poller, string builtIn, string name, PollOptions options) =>
        builtIn == Sessions ? poller.Add(name, MeasureSessions, options) : poller.AddBuiltIn(builtIn, options, name);

    private static void MeasureSessions(PollContext context)
    {
        if (s_sessions is null)
        {
            throw new PlatformNotSupportedException("This version of PowerShell does not list its sessions.");
        }

        int open = 0, busy = 0;
        foreach (Runspace session in s_sessions())
        {
            if (session.RunspaceStateInfo.State == RunspaceState.Opened)
            {
                open++;
                busy += session.RunspaceAvailability is RunspaceAvailability.Busy ? 1 : 0;
            }
        }

        context.Emit(s_sessionsEvent, [new("count", open), new("busy", busy)]);
    }
}
