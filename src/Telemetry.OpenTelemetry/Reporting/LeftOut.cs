namespace Telemetry.Otlp;

/// <summary>The items that were left out, as far as they were shown. Used by one thread at a time.</summary>
internal sealed class LeftOut
{
    private readonly HashSet<Signal> _dropping = [];
    private long _shown;

    /// <summary>Notes what was dropped of a signal.</summary>
    /// <returns>Whether it is the first time in a row.</returns>
    internal bool NoteDropped(Signal signal, long count)
    {
        if (count == 0)
        {
            _dropping.Remove(signal);
            return false;
        }

        return _dropping.Add(signal);
    }

    internal void Shown(long count) => _shown += count;

    internal bool IsMore(long total) => total > _shown;

    internal void ShowAll(long total) => _shown = total;
}
