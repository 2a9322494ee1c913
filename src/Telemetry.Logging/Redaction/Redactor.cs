using System.Collections.Concurrent;

namespace Telemetry.Logging;

/// <summary>Determines which values of metadata are hidden, by their keys. Safe to use from any thread.</summary>
/// <param name="hidden">The keys that are hidden in addition to <see cref="SecretNames"/>.</param>
/// <param name="shown">The keys that are shown nevertheless.</param>
internal sealed class Redactor(KeyPattern[] hidden, KeyPattern[] shown)
{
    /// <summary>The text in place of a value that is hidden.</summary>
    internal const string Text = "(redacted)";

    // Further keys are looked at each time.
    private const int MaximumKept = 500;

    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private int _kept;

    internal bool Hides(string key)
    {
        if (!_known.TryGetValue(key, out bool hides))
        {
            hides = Array.Exists(hidden, pattern => pattern.IsMatch(key))
                || (SecretNames.Contains(key) && !Array.Exists(shown, pattern => pattern.IsMatch(key)));
            if (Volatile.Read(ref _kept) < MaximumKept && _known.TryAdd(key, hides))
            {
                Interlocked.Increment(ref _kept);
            }
        }

        return hides;
    }
}
