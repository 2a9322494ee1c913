using System.Collections;

namespace Telemetry.Logging;

/// <summary>Walks through a collection of an emitter, which may throw at any step.</summary>
/// <param name="items">The collection.</param>
internal sealed class ItemWalk(IEnumerable items) : IDisposable
{
    private IEnumerator? _enumerator;

    /// <summary>The item.</summary>
    internal object? Current { get; private set; }

    /// <summary>The exception that ended the walk; null if there was none.</summary>
    internal Exception? Problem { get; private set; }

    internal bool MoveNext()
    {
        try
        {
            _enumerator ??= items.GetEnumerator();
            bool hasNext = _enumerator.MoveNext();
            Current = hasNext ? _enumerator.Current : null;
            return hasNext;
        }
        catch (Exception e)
        {
            Problem = e;
            return false;
        }
    }

    public void Dispose()
    {
        try
        {
            (_enumerator as IDisposable)?.Dispose();
        }
        catch (Exception e)
        {
            Problem = e;
        }
    }
}
