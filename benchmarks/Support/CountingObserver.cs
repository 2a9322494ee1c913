namespace Telemetry.Benchmarks.Support;

/// <summary>Observes a <see cref="System.Diagnostics.DiagnosticListener"/> or a subject of Rx, and counts.</summary>
internal sealed class CountingObserver<T> : IObserver<T>
{
    public void OnNext(T value) => Seen.Count++;

    public void OnError(Exception error)
    {
    }

    public void OnCompleted()
    {
    }
}
