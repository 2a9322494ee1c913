namespace Telemetry.Diagnostics;

/// <summary>The activities of spans that have not ended, by the contexts of the spans. Spans that never end do not fill the memory, as
/// the oldest activities leave.</summary>
/// <param name="limit">The highest number of activities.</param>
internal sealed class OpenSpans(int limit)
{
    private const int Mask = (4 * 1024) - 1;

    // A table of its own, as each span is added and removed, and a dictionary takes three times as long.
    private readonly OpenSpan?[] _buckets = new OpenSpan?[Mask + 1];
    private OpenSpan? _oldest;
    private OpenSpan? _newest;
    private int _count;
    private bool _isClosed;

    // Exchanged to enter, and written to leave. Inside, nothing is called that waits or throws, and a lock takes several times as
    // long as what is done there.
    private int _gate;

    internal int Count => Volatile.Read(ref _count);

    /// <summary>Adds an activity.</summary>
    /// <returns>The activity that has to leave for it: one with the same context, or the oldest one; the added one itself if the table
    /// is closed; null for none.</returns>
    internal OpenSpan? Add(OpenSpan added)
    {
        Enter();
        OpenSpan? leaving = _isClosed ? added : Insert(added);
        Leave();
        return leaving;
    }

    /// <summary>Returns the activity of a span; null if there is none.</summary>
    internal OpenSpan? Find(in MetadataValue context)
    {
        int hash = OpenSpan.HashOf(in context);
        Enter();
        OpenSpan? found = _buckets[hash & Mask];
        while (found is not null && !found.IsOf(hash, in context))
        {
            found = found.Next;
        }

        Leave();
        return found;
    }

    /// <summary>Removes the activity of a span, and returns it; null if there is none.</summary>
    internal OpenSpan? Take(in MetadataValue context)
    {
        int hash = OpenSpan.HashOf(in context);
        Enter();
        OpenSpan? taken = Remove(hash, in context);
        Leave();
        return taken;
    }

    /// <summary>Removes all activities, and accepts no further ones.</summary>
    internal OpenSpan[] Close()
    {
        Enter();
        _isClosed = true;
        OpenSpan? newest = _newest;
        Array.Clear(_buckets, 0, _buckets.Length);
        _oldest = _newest = null;
        _count = 0;
        Leave();
        return ListFrom(newest);
    }

    /// <summary>Removes all activities, the newest one first.</summary>
    internal OpenSpan[] TakeAll()
    {
        Enter();
        OpenSpan? newest = _newest;
        Array.Clear(_buckets, 0, _buckets.Length);
        _oldest = _newest = null;
        _count = 0;
        Leave();
        return ListFrom(newest);
    }

    private static OpenSpan[] ListFrom(OpenSpan? newest)
    {
        var all = new List<OpenSpan>();
        for (OpenSpan? one = newest; one is not null; one = one.Older)
        {
            all.Add(one);
        }

        return [.. all];
    }

    private void Enter()
    {
        if (Interlocked.CompareExchange(ref _gate, 1, 0) != 0)
        {
            Wait();
        }
    }

    private void Wait()
    {
        var spin = default(SpinWait);
        do
        {
            spin.SpinOnce();
        }
        while (Interlocked.CompareExchange(ref _gate, 1, 0) != 0);
    }

    private void Leave() => Volatile.Write(ref _gate, 0);

    private OpenSpan? Insert(OpenSpan added)
    {
        MetadataValue context = added.Context;
        OpenSpan? leaving = Remove(added.Hash, in context);
        if (leaving is null && _count == limit)
        {
            context = _oldest!.Context;
            leaving = Remove(_oldest.Hash, in context);
        }

        ref OpenSpan? bucket = ref _buckets[added.Hash & Mask];
        added.Next = bucket;
        bucket = added;
        added.Older = _newest;
        if (_newest is null)
        {
            _oldest = added;
        }
        else
        {
            _newest.Newer = added;
        }

        _newest = added;
        _count++;
        return leaving;
    }

    private OpenSpan? Remove(int hash, in MetadataValue context)
    {
        ref OpenSpan? bucket = ref _buckets[hash & Mask];
        OpenSpan? before = null;
        OpenSpan? removed = bucket;
        while (removed is not null && !removed.IsOf(hash, in context))
        {
            before = removed;
            removed = removed.Next;
        }

        if (removed is null)
        {
            return null;
        }

        if (before is null)
        {
            bucket = removed.Next;
        }
        else
        {
            before.Next = removed.Next;
        }

        Unlink(removed);
        _count--;
        return removed;
    }

    private void Unlink(OpenSpan removed)
    {
        if (removed.Older is null)
        {
            _oldest = removed.Newer;
        }
        else
        {
            removed.Older.Newer = removed.Newer;
        }

        if (removed.Newer is null)
        {
            _newest = removed.Older;
        }
        else
        {
            removed.Newer.Older = removed.Older;
        }
    }
}
