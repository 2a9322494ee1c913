using System.Collections.Concurrent;

namespace Telemetry.Tests.Support;

/// <summary>Keeps a snapshot of every event that its handler receives, in order.</summary>
internal sealed class Recorder
{
    private readonly ConcurrentQueue<EventRecord> _records = new();

    public EventRecord[] Records => [.. _records];

    public string[] Names => [.. _records.Select(record => record.EventName.ToString().ToString())];

    public int Count => _records.Count;

    /// <summary>The ids in the failure events received.</summary>
    public string[] FailedIds => [.. _records.Select(record => record.Metadata["handler_id"].ToString())];

    public void Handle(in EventData data, object? config) => _records.Enqueue(data.ToRecord());

    public EventRecord Single() => Assert.Single(Records);
}
