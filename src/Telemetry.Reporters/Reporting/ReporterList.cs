namespace Telemetry.Reporters;

/// <summary>The reporters of the process that are started. Safe to use from any thread.</summary>
internal static class ReporterList
{
    private static readonly object s_gate = new();
    private static readonly Dictionary<string, Reporter> s_reporters = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a reporter by a unique name.</summary>
    /// <param name="reporter">The reporter.</param>
    /// <param name="name">The name; null for one that is free.</param>
    /// <returns>The name.</returns>
    /// <exception cref="ReporterException">The name is taken, or the destination.</exception>
    internal static string Add(Reporter reporter, string? name)
    {
        lock (s_gate)
        {
            string chosen = name ?? FreeName(reporter.Kind);
            if (s_reporters.ContainsKey(chosen))
            {
                throw new ReporterException(
                    ReporterErrorKind.ReporterAlreadyExists,
                    $"There is a reporter '{chosen}' already. Choose another name, or stop that one first.",
                    chosen);
            }

            if (reporter.IsAlone && s_reporters.Values.FirstOrDefault(other => IsSameTarget(other, reporter)) is { } same)
            {
                throw new ReporterException(
                    ReporterErrorKind.ReporterAlreadyExists,
                    $"The reporter '{same.Name}' writes to '{reporter.Target}' already, and each would replace what the other wrote."
                        + " Choose another destination, or stop that one first.",
                    reporter.Target);
            }

            s_reporters.Add(chosen, reporter);
            return chosen;
        }
    }

    internal static void Remove(Reporter reporter)
    {
        lock (s_gate)
        {
            if (s_reporters.TryGetValue(reporter.Name, out Reporter? listed) && ReferenceEquals(listed, reporter))
            {
                s_reporters.Remove(reporter.Name);
            }
        }
    }

    internal static Reporter[] List()
    {
        lock (s_gate)
        {
            return [.. s_reporters.Values.OrderBy(reporter => reporter.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    // The names of files ignore case on Windows.
    private static bool IsSameTarget(Reporter one, Reporter other) =>
        one.Kind == other.Kind
        && string.Equals(
            one.Target,
            other.Target,
            Path.DirectorySeparatorChar == '\\' ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    private static string FreeName(string kind)
    {
        string name = kind;
        for (int number = 2; s_reporters.ContainsKey(name); number++)
        {
            name = $"{kind}-{number}";
        }

        return name;
    }
}
