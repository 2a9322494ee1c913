using System.Collections.Concurrent;

namespace OrderService;

/// <summary>What handlers add up, by name. Safe to use from any thread, as handlers run on those that emit.</summary>
public sealed class Totals
{
    private readonly ConcurrentDictionary<string, long> _totals = new();

    /// <summary>The names, sorted.</summary>
    public IEnumerable<string> Names => _totals.Keys.Order(StringComparer.Ordinal);

    /// <summary>A total; 0 where nothing was added.</summary>
    public long this[string name] => _totals.GetValueOrDefault(name);

    /// <summary>Adds to a total, in one step.</summary>
    public void Add(string name, long amount) =>
        _totals.AddOrUpdate(name, amount, (_, total) => total + amount);

    /// <summary>The names whose totals differ here and there, with both.</summary>
    public IEnumerable<string> DifferencesFrom(Totals expected) =>
        from name in Names.Union(expected.Names).Order(StringComparer.Ordinal)
        where this[name] != expected[name]
        select $"{name}: {this[name]}, but {expected[name]} was emitted";
}
