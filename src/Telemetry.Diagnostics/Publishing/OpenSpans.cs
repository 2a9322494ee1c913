namespace Telemetry.Diagnostics;

/// <summary>The activities of spans that have not ended, by the contexts of the spans. Spans that never end do not fill the memory, as
/// the oldest activities leave.</summary>
/// <param name="limit">The highest number of activities.</param>
internal sealed class OpenSpans(int limit)
{
    private readonly object _gate = new();
    private readonly Dictionary<MetadataValue, OpenSpan> _byContext = [];
    private OpenSpan? _oldest;
    private OpenSpan? _newest;
    private bool _isClosed;

    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _byContext.Count;
            }
        }
    }

    /// <summary>Adds an activity.</summary>
    /// <returns>The activity that has to leave for it: one with the same context, or the oldest one; the added one itself if the table
    /// is closed; null for none.</returns>
    internal OpenSpan? Add(OpenSpan added)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return added;
            }

            OpenSpan? leaving = _byContext.TryGetValue(added.Context, out OpenSpan? same) ? same
                : _byContext.Count >= limit ? _oldest
                : null;
            if (leaving is not null)
            {
                Remove(leaving);
            }

            _byContext.Add(added.Context, added);
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
            return leaving;
        }
    }

    internal OpenSpan? Find(MetadataValue context)
    {
        lock (_gate)
        {
            return _byContext.TryGetValue(context, out OpenSpan? found) ? found : null;
        }
    }

    /// <summary>Removes the activity of a span, and returns it; null if there is none.</summary>
    internal OpenSpan? Take(MetadataValue context)
    {
        lock (_gate)
        {
            if (!_byContext.TryGetValue(context, out OpenSpan? taken))
            {
                return null;
            }

            Remove(taken);
            return taken;
        }
    }

    /// <summary>Removes all activities, and accepts no further ones.</summary>
    internal OpenSpan[] Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            OpenSpan[] all = [.. _byContext.Values];
            _byContext.Clear();
            _oldest = _newest = null;
            return all;
        }
    }

    private void Remove(OpenSpan removed)
    {
        _byContext.Remove(removed.Context);
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
