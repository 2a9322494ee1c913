namespace Telemetry.Diagnostics;

/// <summary>The names of the meters of this process that publish metrics. Two publications with one name would be one for listeners,
/// which would count the values of both.</summary>
internal static class MeterNames
{
    private static readonly HashSet<string> s_taken = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidOperationException">The name is taken.</exception>
    internal static void Take(string name)
    {
        lock (s_taken)
        {
            if (!s_taken.Add(name))
            {
                throw new InvalidOperationException(
                    $"Metrics are published by a meter '{name}' already. Dispose that publication first, or choose another name for the"
                    + " meter (InstrumentOptions.MeterName).");
            }
        }
    }

    internal static void Return(string name)
    {
        lock (s_taken)
        {
            s_taken.Remove(name);
        }
    }
}
