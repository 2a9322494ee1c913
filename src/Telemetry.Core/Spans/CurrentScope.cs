namespace Telemetry;

/// <summary>The scope in which <see cref="TelemetrySpan.MakeCurrent()"/> makes a span current. Disposing it in the same flow of
/// control restores the previous current span; disposing it again, or in another flow of control, does nothing.</summary>
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
        // Each change of an ambient value creates a new context. Without a change, the earlier context can be restored.
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
