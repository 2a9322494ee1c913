namespace Telemetry.Tests.Support;

/// <summary>A handler that records what it gets and, at its first call, waits inside until it is let go.</summary>
internal sealed class Gate : IDisposable
{
    private readonly ManualResetEventSlim _inside = new();
    private readonly ManualResetEventSlim _open = new();

    public Recorder Recorder { get; } = new();

    /// <summary>The measurements named <c>value</c> that came by, in order.</summary>
    public string Values => string.Join(' ', Recorder.Records.Select(record => record.Measurements["value"].ToString()));

    public void Handle(in EventData data, object? config)
    {
        Recorder.Handle(in data, config);
        _inside.Set();
        Threads.WaitFor(_open);
    }

    public void WaitUntilInside() => Threads.WaitFor(_inside);

    public void Open() => _open.Set();

    // Not of the events: a handler that was given up on may still wait.
    public void Dispose() => Open();
}
