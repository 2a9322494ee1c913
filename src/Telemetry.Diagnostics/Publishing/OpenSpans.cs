namespace Telemetry.Diagnostics;

/// <summary>The activities of spans that have not ended, by the contexts of the spans. Spans that never end do not fill the memory, as
/// the oldest activities leave.</summary>
/// <param name="limit">The highest number of activities.</param>
internal sealed class OpenSpans(int limit)
{
    private const int Mask = (4 * 1024) - 1;

    // A table of its own, as each span is added and removed, and a dictionary takes three times as long.
    private readonly OpenSpan?[] _buckets = new OpenSpan?[Mask + 1];
    private readonly List<SpanPublisher> _publishers = [];
    private OpenSpan? _oldest;
    private OpenSpan? _newest;
    private int _count;
    private bool _isShared;

    // Exchanged to enter, and written to leave. Inside, nothing is called that waits or throws, and a lock takes several times as
    // long as what is done there.
    private int _gate;

    /// <summary>Whether there is, or was, more than one publication at a time. An activity of one that has ended may belong to another
    /// one.</summary>
    internal bool IsShared => Volatile.Read(ref _isShared);

    /// <summary>Adds a publication.</summary>
    internal void Add(SpanPublisher publisher)
    {
        Enter();
        _publishers.Add(publisher);
        _isShared |= _publishers.Count > 1;
        Leave();
    }

    /// <summary>Removes a publication. Its activities belong to another one that publishes their spans.</summary>
    /// <returns>The activities that no other publication publishes, which have left, the newest one first.</returns>
    internal List<OpenSpan> Remove(SpanPublisher publisher)
    {
        var removed = new List<OpenSpan>();
        Enter();
        publisher.HasEnded = true;
        _publishers.Remove(publisher);
        for (OpenSpan? open = _newest; open is not null; open = open.Older)
        {
            if (open.Owner != publisher)
            {
                continue;
            }

            if (FindHeir(open) is { } heir)
            {
                publisher.CountOpen(-1);
                open.Owner = heir;
                heir.CountOpen(1);
            }
            else
            {
                removed.Add(open);
            }
        }

        RemoveAll(removed);
        Leave();
        return removed;
    }

    /// <summary>Adds an activity.</summary>
    /// <returns>The activity that has to leave for it: one with the same context, or the oldest one; the added one itself if its
    /// publication has ended, and no other one publishes the span; null for none.</returns>
    internal OpenSpan? Add(OpenSpan added)
    {
        Enter();
        OpenSpan? leaving = added.Owner.HasEnded && !TryHandOver(added) ? added : Insert(added);
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

    /// <summary>Removes the activities of the spans that a publication publishes, whichever one started them.</summary>
    /// <returns>The activities, the newest one first.</returns>
    internal List<OpenSpan> TakeAll(SpanPublisher publisher)
    {
        var taken = new List<OpenSpan>();
        Enter();
        for (OpenSpan? open = _newest; open is not null; open = open.Older)
        {
            if (open.Owner == publisher || publisher.Publishes(open.Start))
            {
                taken.Add(open);
            }
        }

        RemoveAll(taken);
        Leave();
        return taken;
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

    private bool TryHandOver(OpenSpan open)
    {
        if (FindHeir(open) is not { } heir)
        {
            return false;
        }

        open.Owner = heir;
        return true;
    }

    private SpanPublisher? FindHeir(OpenSpan open) => _publishers.Find(publisher => publisher.Publishes(open.Start));

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
        added.Owner.CountOpen(1);
        return leaving;
    }

    private void RemoveAll(List<OpenSpan> removed)
    {
        foreach (OpenSpan open in removed)
        {
            MetadataValue context = open.Context;
            Remove(open.Hash, in context);
        }
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
        removed.Owner.CountOpen(-1);
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

        // It may be remembered for a while, and would keep others.
        removed.Next = removed.Older = removed.Newer = null;
    }
}
