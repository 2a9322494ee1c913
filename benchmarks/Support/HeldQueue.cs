namespace Telemetry.Benchmarks.Support;

/// <summary>Emits for a handler with a queue, whose consumer can be held meanwhile.</summary>
internal sealed class HeldQueue : IDisposable
{
    /// <summary>The number of events of one execution.</summary>
    internal const int Emits = Rounds * Loop.Emits;

    private const int Rounds = 10;

    // Set while the consumer may run.
    private readonly ManualResetEventSlim _gate = new(initialState: true);
    private readonly TelemetryEvent _handle;
    private readonly HandlerRegistration _handler;

    /// <param name="attach">Attaches a handler for <see cref="Request.Name"/>, which waits at the gate.</param>
    internal HeldQueue(Func<TelemetryDispatcher, ManualResetEventSlim, HandlerRegistration> attach)
    {
        var dispatcher = new TelemetryDispatcher();
        _handler = attach(dispatcher, _gate);
        _handle = dispatcher.GetEvent(Request.Name);
        Warm.Up(ExecuteAndWait);
    }

    /// <summary>The options of a handler whose queue has room for all events.</summary>
    internal static HandlerOptions Options => new() { Buffer = new HandlerBuffer { Capacity = 2 * Emits } };

    public void Dispose()
    {
        _handler.Dispose();
        _gate.Dispose();
    }

    internal void Hold() => _gate.Reset();

    internal void Release()
    {
        _gate.Set();
        Wait();
    }

    internal void Execute()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Loop.ByHandle(_handle);
        }
    }

    internal void ExecuteAndWait()
    {
        Execute();
        Wait();
    }

    private void Wait()
    {
        while (_handler.BufferStatistics is { Queued: > 0 })
        {
            Thread.SpinWait(20);
        }

        if (_handler.BufferStatistics is { Dropped: > 0 } statistics)
        {
            throw new InvalidOperationException($"The buffer was full: {statistics}.");
        }
    }
}
