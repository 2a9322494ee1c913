namespace Telemetry.Otlp;

/// <summary>Items that wait for their delivery, up to a limit: then the oldest ones leave, and are counted. Safe to use from any thread;
/// one delivery at a time.</summary>
/// <param name="limit">The highest number of items.</param>
internal sealed class PendingItems<T>(int limit)
{
    private readonly object _gate = new();
    private T[] _items = new T[Math.Min(limit, 64)];

    // The numbers of the oldest item, of the next one, and of the first one after those under way. They count all items ever.
    private long _first;
    private long _next;
    private long _underWay;
    private long _leftUnderWay;
    private long _pushedOut;
    private long _refused;

    /// <summary>The number of items that wait or are under way.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return (int)(_next - _first);
            }
        }
    }

    /// <summary>Adds an item.</summary>
    /// <returns>The number of items now.</returns>
    internal int Add(T item)
    {
        lock (_gate)
        {
            int count = (int)(_next - _first);
            if (count == limit)
            {
                // One that is under way may arrive nevertheless.
                _leftUnderWay += _first < _underWay ? 1 : 0;
                _pushedOut += _first < _underWay ? 0 : 1;
                _first++;
                count--;
            }
            else if (count == _items.Length)
            {
                Grow();
            }

            _items[_next % _items.Length] = item;
            _next++;
            return count + 1;
        }
    }

    /// <summary>Begins a delivery of the oldest items, which stay until it ends.</summary>
    /// <param name="batch">Receives the items.</param>
    /// <returns>The number of items.</returns>
    internal int Begin(T[] batch)
    {
        lock (_gate)
        {
            int count = (int)Math.Min(_next - _first, batch.Length);
            for (int i = 0; i < count; i++)
            {
                batch[i] = _items[(_first + i) % _items.Length];
            }

            _underWay = _first + count;
            _leftUnderWay = 0;
            return count;
        }
    }

    /// <summary>Ends a delivery.</summary>
    /// <param name="arrived">Whether the items arrived, and leave.</param>
    /// <param name="isRefused">Whether they leave without having arrived, as they never will.</param>
    internal void End(bool arrived, bool isRefused)
    {
        lock (_gate)
        {
            long stay = Math.Max(_underWay - _first, 0);
            if (arrived || isRefused)
            {
                for (long i = _first; i < _underWay; i++)
                {
                    _items[i % _items.Length] = default!;
                }

                _first = Math.Max(_first, _underWay);
            }

            _pushedOut += arrived || isRefused ? 0 : _leftUnderWay;
            _refused += isRefused && !arrived ? stay + _leftUnderWay : 0;
            _underWay = 0;
            _leftUnderWay = 0;
        }
    }

    /// <summary>Returns the numbers of items that were dropped since the last call: because the queue was full, and because they were
    /// refused.</summary>
    internal DroppedItems TakeDropped()
    {
        lock (_gate)
        {
            var dropped = new DroppedItems(_pushedOut, _refused);
            _pushedOut = _refused = 0;
            return dropped;
        }
    }

    private void Grow()
    {
        var items = new T[(int)Math.Min(limit, _items.Length * 2L)];
        for (long i = _first; i < _next; i++)
        {
            items[i % items.Length] = _items[i % _items.Length];
        }

        _items = items;
    }
}
