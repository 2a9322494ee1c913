namespace Telemetry.Benchmarks.Scale;

/// <summary>
/// Threads that emit one event without a pause, by handle and by name, while another thread attaches, detaches and replaces
/// handlers of it. What the handlers count must come out exactly.
/// </summary>
internal sealed class Soak
{
    private const string Name = "soak.event";

    // The measurement that tells an emit of the thread that attaches.
    private const string Marked = "marked";

    private readonly TelemetryDispatcher _dispatcher = new();
    private long _emitted;
    private long _steady;
    private long _replaced;
    private long _brief;
    private long _cycles;

    private Soak()
    {
    }

    /// <summary>Emits made.</summary>
    internal long Emitted => _emitted;

    /// <summary>Calls of the handler that was attached all the time: as many as emits.</summary>
    internal long Steady => _steady;

    /// <summary>Calls of the handlers that replaced each other: as many as emits, as each calls one of them.</summary>
    internal long Replaced => _replaced;

    /// <summary>How often a handler was attached, emitted to, detached, and emitted to again.</summary>
    internal long Cycles => _cycles;

    /// <summary>How often it saw an emit of the thread that attached it: as many as cycles.</summary>
    internal long Brief => _brief;

    /// <summary>What is attached in the end: the steady one and one that replaced another.</summary>
    internal int Left => _dispatcher.List().Count;

    /// <summary>Runs to the end.</summary>
    /// <param name="emits">How many emits each thread makes.</param>
    /// <param name="threads">How many threads emit, apart from the one that attaches.</param>
    internal static Soak Run(long emits, int threads)
    {
        var soak = new Soak();
        soak._dispatcher.Attach("steady", Name, (in _, _) => Interlocked.Increment(ref soak._steady));
        soak.Replace();

        Thread[] emitters = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() => soak.Emit(emits)))];
        Array.ForEach(emitters, emitter => emitter.Start());
        do
        {
            soak.Cycle();
        }
        while (Array.Exists(emitters, emitter => emitter.IsAlive));

        return soak;
    }

    private void Emit(long emits)
    {
        TelemetryEvent handle = _dispatcher.GetEvent(Name);
        EventName parsed = EventName.Parse(Name);
        for (long i = 0; i < emits; i++)
        {
            switch (i % 3)
            {
                case 0:
                    handle.Execute([new("number", i)], [new("by", "handle")]);
                    break;
                case 1:
                    _dispatcher.Execute(parsed, [new("number", i)], [new("by", "name")]);
                    break;
                default:
                    _dispatcher.Execute(Name, [new("number", i)], [new("by", "text")]);
                    break;
            }
        }

        Interlocked.Add(ref _emitted, emits);
    }

    private void Cycle()
    {
        using (_dispatcher.Attach("brief", Name, CountMarked))
        {
            EmitMarked();
        }

        EmitMarked();
        Replace();
        _cycles++;
    }

    private void EmitMarked()
    {
        _dispatcher.Execute(Name, [new(Marked, 1)]);
        Interlocked.Increment(ref _emitted);
    }

    private void CountMarked(in EventData data, object? config)
    {
        if (data.TryGetMeasurement(Marked, out _))
        {
            _brief++;
        }
    }

    private void Replace() => _dispatcher.Replace(
        "replaced", [EventName.Parse(Name)], (in _, _) => Interlocked.Increment(ref _replaced));
}
