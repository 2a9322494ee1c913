using System.Collections.Concurrent;

namespace Telemetry.Tests.Commands;

/// <summary>State that handlers share: public, as scripts call it.</summary>
public sealed class Counter
{
    private int _events;
    private int _inWrongSession;

    public int Events => _events;

    /// <summary>How often a handler saw a variable that only emitters and home have.</summary>
    public int InWrongSession => _inWrongSession;

    public ConcurrentDictionary<object, bool> Places { get; } = new();

    public void Add(int events, object? place)
    {
        Interlocked.Add(ref _events, events);
        if (place is string)
        {
            Interlocked.Increment(ref _inWrongSession);
        }
        else if (place is not null)
        {
            Places.TryAdd(place, true);
        }
    }
}
