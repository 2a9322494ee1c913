using System.Runtime.CompilerServices;

namespace Telemetry.Metrics;

/// <summary>The metrics that have the same events, tags, limit and lifetime, and share one look-up of the series.</summary>
/// <param name="patterns">The events.</param>
/// <param name="table">The series.</param>
internal sealed class MetricGroup(EventPattern[] patterns, SeriesTable table)
{
    private MetricRecorder[] _recorders = [];

    internal EventPattern[] Patterns => patterns;

    internal SeriesTable Table => table;

    internal bool IsEmpty => _recorders.Length == 0;

    /// <summary>Whether a pattern has wildcards, so that the events are not known beforehand.</summary>
    internal bool HasWildcards { get; } = Array.Exists(patterns, pattern => pattern.HasWildcards);

    internal bool IsMatch(EventName name) => Array.Exists(patterns, pattern => pattern.IsMatch(name));

    /// <summary>Adds a metric. Called by one thread at a time.</summary>
    internal void Add(MetricRecorder recorder) => Volatile.Write(ref _recorders, [.. _recorders, recorder]);

    /// <summary>Removes a metric. Called by one thread at a time.</summary>
    internal void Remove(MetricRecorder recorder) =>
        Volatile.Write(ref _recorders, [.. _recorders.Where(other => other != recorder)]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Record(in EventData data)
    {
        var lookup = default(TagLookup);
        MetricRecorder[] recorders = Volatile.Read(ref _recorders);
        for (int i = 0; i < recorders.Length; i++)
        {
            recorders[i].Record(in data, ref lookup);
        }
    }
}
