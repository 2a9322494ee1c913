using System.Collections.Concurrent;
using System.Diagnostics;
using Telemetry.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>Determines which activities are reported: the published spans, and the activities of enabled sources, whose names match.
/// Safe to use from any thread.</summary>
/// <param name="patterns">The patterns of the names.</param>
/// <param name="ownSource">The name of the source of the published spans.</param>
/// <param name="bridge">The enabled sources.</param>
internal sealed class SpanFilter(IReadOnlyList<EventPattern> patterns, string ownSource, SourceBridge bridge)
{
    // Names may come without end; those beyond are looked at each time.
    private const int MaximumNames = 4 * 1024;

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    /// <summary>Determines whether an activity is reported. One that is has no secrets afterwards.</summary>
    internal bool Accepts(Activity activity)
    {
        if (activity.Source.Name == ownSource)
        {
            return IsMatch(activity.OperationName);
        }

        TelemetrySource? source = bridge.List().FirstOrDefault(source =>
            source.Kind == SourceKind.Activity && string.Equals(source.Name, activity.Source.Name, StringComparison.OrdinalIgnoreCase));
        if (source?.FindSpanName(activity) is not { } name || !IsMatch(name))
        {
            return false;
        }

        source.RemoveSecrets(activity);
        return true;
    }

    private bool IsMatch(string name)
    {
        if (!_names.TryGetValue(name, out bool isMatch))
        {
            isMatch = EventName.TryParse(name, out EventName? parsed) && patterns.Any(pattern => pattern.IsMatch(parsed));
            if (_names.Count < MaximumNames)
            {
                _names.TryAdd(name, isMatch);
            }
        }

        return isMatch;
    }
}
