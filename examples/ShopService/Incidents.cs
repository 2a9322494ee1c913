using System.Collections.Concurrent;

namespace ShopService;

/// <summary>Reports of operators' scripts. Scripts run on many threads at once, and this object is safe to use from all of them.</summary>
public sealed class Incidents
{
    private readonly ConcurrentQueue<string> _reports = new();

    /// <summary>Adds a report. Called by scripts.</summary>
    public void Report(string text) => _reports.Enqueue(text);

    /// <summary>Returns the reports, the oldest one first.</summary>
    public IReadOnlyList<string> List() => [.. _reports];
}
