namespace Telemetry.Metrics;

/// <summary>Finds series by tag values. Read from any thread without a lock; changed by one at a time, under the lock of the
/// table.</summary>
internal sealed class SeriesIndex
{
    private const int FirstSize = 16;

    private SeriesNode?[] _buckets = new SeriesNode?[FirstSize];
    private int _count;
    private int _version;

    /// <summary>A number that changes when entries are moved; odd while they are. Entries can be missed meanwhile.</summary>
    internal int Version => Volatile.Read(ref _version);

    /// <summary>Whether no entry could be missed since the version was read.</summary>
    internal bool IsAt(int version) => Version == version && version % 2 == 0;

    /// <summary>Finds the series of values that were hashed as they are. May miss one while another thread adds some.</summary>
    internal Series? Find(in TagValues values, int hash)
    {
        SeriesNode?[] buckets = Volatile.Read(ref _buckets);
        for (SeriesNode? node = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); node is not null; node = node.Next)
        {
            if (node.Hash == hash
                && (node is Series series ? values.AreThose(series.TagValues) : values.AreThose(((SeriesAlias)node).Values)))
            {
                return node.Target;
            }
        }

        return null;
    }

    /// <summary>Finds the series of texts.</summary>
    internal Series? Find(TagTexts texts, int hash)
    {
        SeriesNode?[] buckets = Volatile.Read(ref _buckets);
        for (SeriesNode? node = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); node is not null; node = node.Next)
        {
            if (node.Hash == hash && node is Series series && texts.AreThose(series.TagValues))
            {
                return series;
            }
        }

        return null;
    }

    /// <summary>Finds the series with the same texts as another one, which was removed.</summary>
    internal Series? Find(Series removed)
    {
        SeriesNode?[] buckets = _buckets;
        for (SeriesNode? node = buckets[removed.Hash & (buckets.Length - 1)]; node is not null; node = node.Next)
        {
            if (node.Hash == removed.Hash && node is Series series && series.TagValues.AsSpan().SequenceEqual(removed.TagValues))
            {
                return series;
            }
        }

        return null;
    }

    internal void Add(SeriesNode node)
    {
        if (_count == _buckets.Length)
        {
            Rebuild(_buckets.Length * 2, static _ => true);
        }

        Link(_buckets, node);
        _count++;
    }

    /// <summary>Removes the entries of removed series.</summary>
    internal void RemoveDead() => Rebuild(_buckets.Length, static node => !node.Target.IsRemoved);

    private static void Link(SeriesNode?[] buckets, SeriesNode node)
    {
        ref SeriesNode? bucket = ref buckets[node.Hash & (buckets.Length - 1)];
        node.Next = bucket;
        Volatile.Write(ref bucket, node);
    }

    private void Rebuild(int size, Func<SeriesNode, bool> isKept)
    {
        Interlocked.Increment(ref _version);
        var buckets = new SeriesNode?[size];
        int count = 0;
        foreach (SeriesNode? first in _buckets)
        {
            SeriesNode? next;
            for (SeriesNode? node = first; node is not null; node = next)
            {
                next = node.Next;
                if (isKept(node))
                {
                    Link(buckets, node);
                    count++;
                }
            }
        }

        _count = count;
        Volatile.Write(ref _buckets, buckets);
        Interlocked.Increment(ref _version);
    }
}
