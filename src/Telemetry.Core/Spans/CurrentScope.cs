namespace Telemetry;

/// <summary>What <see cref="TelemetrySpan.MakeCurrent"/> returns. Disposing it, where the span was made current, makes
/// current again what was so before; doing that twice, or in another flow of control, does nothing.</summary>
public readonly struct CurrentScope : IDisposable
{
    private readonly CurrentSpan? _current;

    internal CurrentScope(CurrentSpan current) => _current = current;

    /// <summary>Ends the scope.</summary>
    public void Dispose() => _current?.Pop();
}
