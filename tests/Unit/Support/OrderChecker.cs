namespace Telemetry.Tests.Support;

/// <summary>A handler of events with an <c>emitter</c> and a <c>number</c> that checks that its calls come one at a time, with the events
/// of each emitter in their order.</summary>
/// <param name="emitters">The number of emitters, which are numbered from zero.</param>
internal sealed class OrderChecker(int emitters)
{
    private readonly int[] _last = new int[emitters];
    private int _inside;
    private int _wrong;
    private int _handled;

    /// <summary>The number of events from which on a call throws.</summary>
    public int FailsAt { get; init; } = int.MaxValue;

    /// <summary>Whether an asynchronous call continues on another thread at each event.</summary>
    public bool Yields { get; init; }

    public int Handled => Volatile.Read(ref _handled);

    /// <summary>The number of calls out of order, or at the same time as another.</summary>
    public int Wrong => Volatile.Read(ref _wrong);

    /// <summary>The number of the last event of an emitter.</summary>
    public int Last(int emitter) => Volatile.Read(ref _last[emitter]);

    public void Handle(in EventData data, object? config)
    {
        Enter();
        data.TryGetMeasurement("emitter", out MeasurementValue emitter);
        data.TryGetMeasurement("number", out MeasurementValue number);
        Check(emitter, number);
        Leave();
    }

    public async ValueTask HandleAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation)
    {
        Enter();
        foreach (EventRecord record in records)
        {
            if (Yields)
            {
                await Task.Yield();
            }

            Check(record.Measurements.GetValueOrDefault("emitter"), record.Measurements.GetValueOrDefault("number"));
        }

        Leave();
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref _inside) != 1)
        {
            Interlocked.Increment(ref _wrong);
        }
    }

    private void Check(MeasurementValue emitter, MeasurementValue number)
    {
        if (!emitter.TryGetInt64(out long from) || !number.TryGetInt64(out long i) || i <= _last[from])
        {
            Interlocked.Increment(ref _wrong);
        }
        else
        {
            Volatile.Write(ref _last[from], (int)i);
        }

        Interlocked.Increment(ref _handled);
    }

    private void Leave()
    {
        Interlocked.Decrement(ref _inside);
        if (_handled >= FailsAt)
        {
            throw new InvalidOperationException("boom");
        }
    }
}
