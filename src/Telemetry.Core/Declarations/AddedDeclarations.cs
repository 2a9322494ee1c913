namespace Telemetry;

/// <summary>Removes declarations that were added, once.</summary>
internal sealed class AddedDeclarations(Action remove) : IDisposable
{
    private Action? _remove = remove;

    public void Dispose() => Interlocked.Exchange(ref _remove, null)?.Invoke();
}
