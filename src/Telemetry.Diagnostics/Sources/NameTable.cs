using System.Collections.Concurrent;

namespace Telemetry.Diagnostics;

/// <summary>The names that a source used, each with what belongs to it. Names beyond the limit share one entry, so that a source
/// that makes names up grows nothing. Safe to use from any thread.</summary>
internal sealed class NameTable<TValue>(Func<string, TValue> create, Action tooMany)
    where TValue : class
{
    /// <summary>The number of names that a source may have.</summary>
    internal const int Limit = 200;

    // A longer name is shortened before it is kept.
    private const int MaximumLength = 256;

    private readonly ConcurrentDictionary<string, TValue> _values = new(StringComparer.Ordinal);
    private readonly object _gate = new();
    private TValue? _other;

    /// <summary>Gets what belongs to a name; for a name beyond the limit, what belongs to <see cref="SourceNames.Other"/>.</summary>
    internal TValue Get(string? name)
    {
        name = Shorten(name);
        return _values.TryGetValue(name, out TValue? value) ? value : Add(name);
    }

    /// <summary>Returns what belongs to a name that was used before; for another name, what belongs to
    /// <see cref="SourceNames.Other"/>, or null while there is none.</summary>
    internal TValue? Find(string? name) => _values.TryGetValue(Shorten(name), out TValue? value) ? value : Volatile.Read(ref _other);

    private static string Shorten(string? name) =>
        name is null ? string.Empty : name.Length > MaximumLength ? name.Substring(0, MaximumLength) : name;

    private TValue Add(string name)
    {
        lock (_gate)
        {
            if (_values.TryGetValue(name, out TValue? value))
            {
                return value;
            }

            if (_values.Count < Limit)
            {
                value = create(name);
                _values[name] = value;
                return value;
            }

            _other ??= create(SourceNames.Other);
        }

        tooMany();
        return _other;
    }
}
