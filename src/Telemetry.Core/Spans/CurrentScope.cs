namespace Telemetry;

/// <summary>What <see cref="TelemetrySpan.MakeCurrent()"/> returns. Disposing it, where the span was made current, makes
/// current again what was so before; doing that twice, or in another flow of control, does nothing.</summary>
public readonly struct CurrentScope : IDisposable
{
    private readonly CurrentSpan? _current;
    private readonly AmbientContext _outside;
    private readonly AmbientContext _inside;

    internal CurrentScope(TelemetrySpan span, Func<bool>? isReached)
    {
        _outside = AmbientContext.Capture();
        _current = CurrentSpan.Push(span, isReached);
        _inside = AmbientContext.Capture();
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        // Where nothing else was set meanwhile, the context of before is there to be taken; a change makes a new one.
        if (_inside.IsCurrent)
        {
            _outside.Restore();
        }
        else
        {
            _current?.Pop();
        }
    }
}
