namespace Telemetry.Logging;

/// <summary>The logs of the process that are started. Safe to use from any thread.</summary>
internal static class LogList
{
    private static readonly object s_gate = new();
    private static readonly Dictionary<string, TelemetryLog> s_logs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a log by a unique name.</summary>
    /// <param name="log">The log.</param>
    /// <param name="name">The name; null for one that is free.</param>
    /// <param name="replaces">Whether a log of this name is replaced.</param>
    /// <param name="replaced">The log that was replaced, which is not listed any more; null if there is none.</param>
    /// <returns>The name.</returns>
    /// <exception cref="LogException">The name is taken.</exception>
    internal static string Add(TelemetryLog log, string? name, bool replaces, out TelemetryLog? replaced)
    {
        lock (s_gate)
        {
            string wanted = name ?? NameOf(log.Path);
            s_logs.TryGetValue(wanted, out replaced);
            if (replaced is not null && !replaces)
            {
                if (name is not null)
                {
                    throw new LogException(
                        LogErrorKind.LogAlreadyExists,
                        $"There is a log '{wanted}' already. Choose another name, stop that one first, or replace it.",
                        wanted);
                }

                replaced = null;
                wanted = FreeName(wanted);
            }

            s_logs[wanted] = log;
            return wanted;
        }
    }

    /// <summary>Removes a log, and lists the one that it replaced again.</summary>
    internal static void Remove(TelemetryLog log, string name, TelemetryLog? replaced = null)
    {
        lock (s_gate)
        {
            if (s_logs.TryGetValue(name, out TelemetryLog? listed) && ReferenceEquals(listed, log))
            {
                s_logs.Remove(name);
                if (replaced is not null)
                {
                    s_logs.Add(name, replaced);
                }
            }
        }
    }

    internal static TelemetryLog[] List()
    {
        lock (s_gate)
        {
            return [.. s_logs.Values.OrderBy(log => log.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    private static string NameOf(string path) =>
        System.IO.Path.GetFileNameWithoutExtension(path) is { Length: > 0 } name ? name : System.IO.Path.GetFileName(path);

    private static string FreeName(string first)
    {
        string name = first;
        for (int number = 2; s_logs.ContainsKey(name); number++)
        {
            name = $"{first}-{number}";
        }

        return name;
    }
}
