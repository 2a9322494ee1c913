using System.Diagnostics;

namespace Telemetry.Logging;

/// <summary>The lines that wait for the thread of the writer, in order. Its memory is bounded: where the destination is slow, those who
/// add lines wait; where it fails, lines are dropped and counted. Safe to use from any thread.</summary>
/// <param name="limit">The number of bytes that can wait.</param>
internal sealed class LineQueue(long limit)
{
    internal const int ChunkSize = 64 * 1024;

    // The first line of a batch waits so long for others.
    private static readonly TimeSpan s_collecting = TimeSpan.FromMilliseconds(50);

    // A write that takes longer may never end.
    private static readonly TimeSpan s_stalled = TimeSpan.FromSeconds(5);

    // Failures are repeated for so long before it is said that lines cannot be written.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly Queue<LineChunk> _chunks = new();
    private readonly List<LogFlush> _flushes = [];
    private readonly Stopwatch _sinceProgress = Stopwatch.StartNew();

    // The chunk to which lines are added; null if there is none, or the writer has it.
    private LineChunk? _open;
    private long _bytes;
    private long _added;
    private long _written;
    private long _dropped;
    private long _bytesWritten;
    private long _unsaid;
    private bool _isFailing;
    private bool _isClosed;

    // What the writer waits for, so that others wake it up for this only.
    private bool _waitsForLine;
    private bool _waitsForMore;

    internal long Written => Read(ref _written);

    internal long Dropped => Read(ref _dropped);

    internal long BytesWritten => Read(ref _bytesWritten);

    /// <summary>The number of lines that wait.</summary>
    internal long Waiting
    {
        get
        {
            lock (_gate)
            {
                return _added - _written;
            }
        }
    }

    /// <summary>Adds a line. If there is no room, waits for it while the writer works.</summary>
    /// <param name="line">The line.</param>
    /// <param name="mayWait">Whether this thread may wait. That of the writer may not.</param>
    /// <param name="describe">Returns the line that says how many lines were dropped before this one.</param>
    /// <param name="isClosed">Whether the queue is closed. The line is not counted then.</param>
    /// <returns>Whether the line was added. If not, it was counted, unless the queue is closed.</returns>
    internal bool Add(ReadOnlySpan<byte> line, bool mayWait, Func<long, ArraySegment<byte>> describe, out bool isClosed)
    {
        isClosed = false;
        lock (_gate)
        {
            while (_bytes > 0 && _bytes + line.Length > limit && !_isClosed)
            {
                if (!mayWait || _isFailing || _sinceProgress.Elapsed > s_stalled)
                {
                    Drop(1);
                    return false;
                }

                if (_waitsForMore)
                {
                    // There is no room for more lines, so the writer need not wait for them.
                    Monitor.PulseAll(_gate);
                }

                Monitor.Wait(_gate, s_collecting);
            }

            isClosed = _isClosed;
            if (isClosed)
            {
                return false;
            }

            if (_unsaid > 0)
            {
                Append(describe(_unsaid));
                _unsaid = 0;
            }

            Append(line);
            return true;
        }
    }

    /// <summary>Counts a line that came after the queue was closed.</summary>
    internal void CountDropped()
    {
        lock (_gate)
        {
            _dropped++;
        }
    }

    /// <summary>Waits for lines, and for some more of them.</summary>
    /// <returns>The first of the chunks that wait; null if the queue is closed.</returns>
    internal LineChunk? Take()
    {
        lock (_gate)
        {
            while (_chunks.Count == 0 && !_isClosed)
            {
                _waitsForLine = true;
                Monitor.Wait(_gate);
                _waitsForLine = false;
            }

            if (_bytes < ChunkSize && _flushes.Count == 0 && !_isClosed)
            {
                _waitsForMore = true;
                Monitor.Wait(_gate, s_collecting);
                _waitsForMore = false;
            }

            if (_isClosed)
            {
                return null;
            }

            LineChunk first = _chunks.Peek();
            if (first == _open)
            {
                _open = null;
            }

            return first;
        }
    }

    /// <summary>Records that lines of the first chunk were written.</summary>
    internal void Advance(LineChunk first, ArraySegment<byte> written)
    {
        int lines = 0;
        foreach (byte b in written.AsSpan())
        {
            lines += b == '\n' ? 1 : 0;
        }

        lock (_gate)
        {
            first.Advance(written.Count);
            if (_isClosed)
            {
                // They were counted as dropped while they were written.
                _added += lines;
                _dropped -= lines;
            }

            _written += lines;
            _bytesWritten += written.Count;
            _bytes -= written.Count;
            if (first.IsEmpty && _chunks.Count > 0)
            {
                _chunks.Dequeue();
            }

            _isFailing = false;
            _sinceProgress.Restart();
            Complete(flush => flush.Target <= _written, isWritten: true);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Records that lines cannot be written, and waits before they are tried again.</summary>
    /// <param name="pause">The time to wait. It ends early for those who want the lines to be written.</param>
    internal void Fail(TimeSpan pause)
    {
        lock (_gate)
        {
            _isFailing = true;
            Complete(flush => flush.Age > s_patience, isWritten: false);
            Monitor.PulseAll(_gate);
            var passed = Stopwatch.StartNew();
            while (_flushes.Count == 0 && !_isClosed && passed.Elapsed < pause)
            {
                TimeSpan left = pause - passed.Elapsed;
                Monitor.Wait(_gate, left > TimeSpan.Zero ? left : TimeSpan.Zero);
            }

            if (_flushes.Count > 0 && !_isClosed && passed.Elapsed < s_collecting)
            {
                Monitor.Wait(_gate, s_collecting);
            }
        }
    }

    /// <summary>Asks for the lines that wait to be written now.</summary>
    internal LogFlush Flush()
    {
        lock (_gate)
        {
            var flush = new LogFlush(_added);
            if (_written >= flush.Target || _isClosed)
            {
                flush.Complete(_written >= flush.Target);
            }
            else
            {
                _flushes.Add(flush);
                Monitor.PulseAll(_gate);
            }

            return flush;
        }
    }

    /// <summary>Accepts no more lines, if none waits.</summary>
    /// <returns>Whether the queue is closed.</returns>
    internal bool TryClose()
    {
        lock (_gate)
        {
            if (_added == _written)
            {
                Close();
            }

            return _isClosed;
        }
    }

    /// <summary>Accepts no more lines, and drops those that wait.</summary>
    /// <returns>The number of lines that were dropped now.</returns>
    internal long Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            long left = _added - _written;
            _added = _written;
            _dropped += left;
            _chunks.Clear();
            _open = null;
            _bytes = 0;
            Complete(_ => true, isWritten: false);
            Monitor.PulseAll(_gate);
            return left;
        }
    }

    private long Read(ref long count)
    {
        lock (_gate)
        {
            return count;
        }
    }

    private void Append(ReadOnlySpan<byte> line)
    {
        if (_open is null || !_open.TryAdd(line))
        {
            _open = new LineChunk(Math.Max(ChunkSize, line.Length));
            _open.TryAdd(line);
            _chunks.Enqueue(_open);
        }

        if (_bytes == 0)
        {
            _sinceProgress.Restart();
        }

        _bytes += line.Length;
        _added++;
        if (_waitsForLine || (_waitsForMore && _bytes >= ChunkSize))
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void Drop(long lines)
    {
        _dropped += lines;
        _unsaid += lines;
    }

    private void Complete(Func<LogFlush, bool> isOver, bool isWritten)
    {
        foreach (LogFlush flush in _flushes.Where(isOver).ToArray())
        {
            _flushes.Remove(flush);
            flush.Complete(isWritten);
        }
    }
}
