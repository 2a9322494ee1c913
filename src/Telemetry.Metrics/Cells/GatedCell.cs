using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telemetry.Metrics;

/// <summary>
/// A cell of several words, which change together behind a gate: a word that is exchanged to enter, and written to leave. A thread
/// that finds the gate closed does not wait: from the first such collision on, there are states beside one another, each with its
/// own gate, and a reading adds them up.
/// </summary>
/// <typeparam name="TState">The numbers.</typeparam>
/// <typeparam name="TSettings">The settings that all cells of the metric share.</typeparam>
internal sealed class GatedCell<TState, TSettings>(TSettings settings) : Cell
    where TState : struct, ICellState<TState, TSettings>
{
    private const int Open = 0;
    private const int Closed = 1;
    private const int Retired = 2;

    private TState _state;
    private Stripe[]? _stripes;
    private int _gate;

    internal override long Count
    {
        get
        {
            Enter(ref _gate, out bool wasRetired);
            long count = _state.Count;
            Leave(ref _gate, wasRetired);
            foreach (ref Stripe stripe in Volatile.Read(ref _stripes).AsSpan())
            {
                Enter(ref stripe.Gate, out wasRetired);
                count += stripe.State.Count;
                Leave(ref stripe.Gate, wasRetired);
            }

            return count;
        }
    }

    internal override bool TryRecord(in RecordedNumber number)
    {
        if (Volatile.Read(ref _stripes) is not null || Interlocked.CompareExchange(ref _gate, Closed, Open) != Open)
        {
            return TryRecordBeside(in number);
        }

        return Record(ref _state, ref _gate, in number);
    }

    internal override void Retire()
    {
        Enter(ref _gate, out _);
        Volatile.Write(ref _gate, Retired);

        // If there are no stripes, an empty row takes their place: a thread that collided just before would make some, and record
        // where nobody reads any more.
        Stripe[]? stripes = Interlocked.CompareExchange(ref _stripes, [], null);
        foreach (ref Stripe stripe in stripes.AsSpan())
        {
            Enter(ref stripe.Gate, out _);
            Volatile.Write(ref stripe.Gate, Retired);
        }
    }

    internal override void Absorb(SeriesReading reading)
    {
        Enter(ref _gate, out bool wasRetired);
        try
        {
            _state.Add(reading, settings);
            BeginAt(reading.Started);
        }
        finally
        {
            Leave(ref _gate, wasRetired);
        }
    }

    internal override SeriesReading Read(string[] tagValues)
    {
        // A thread that records beside this state does so after the state was copied or before; each value is in one of them.
        var sum = default(TState);
        Enter(ref _gate, out bool wasRetired);
        sum.Add(in _state, settings);
        DateTime started = Started;
        Leave(ref _gate, wasRetired);
        foreach (ref Stripe stripe in Volatile.Read(ref _stripes).AsSpan())
        {
            Enter(ref stripe.Gate, out wasRetired);
            sum.Add(in stripe.State, settings);
            Leave(ref stripe.Gate, wasRetired);
        }

        return sum.Read(tagValues, started, settings);
    }

    private bool TryRecordBeside(in RecordedNumber number)
    {
        Stripe[] stripes = _state.CanBeStriped ? Volatile.Read(ref _stripes) ?? MakeStripes() : [];
        int stripe = Stripes.First();
        var wait = default(SpinWait);
        for (int attempt = 0; ; attempt++)
        {
            // The first state, if there are no others, or if the stripes are all in use.
            if (stripes.Length == 0 || attempt == stripes.Length)
            {
                switch (Interlocked.CompareExchange(ref _gate, Closed, Open))
                {
                    case Open:
                        return Record(ref _state, ref _gate, in number);
                    case Retired:
                        return false;
                }

                attempt = 0;
                wait.SpinOnce();
                continue;
            }

            ref Stripe place = ref stripes[(stripe + attempt) & (stripes.Length - 1)];
            switch (Interlocked.CompareExchange(ref place.Gate, Closed, Open))
            {
                case Open:
                    return Record(ref place.State, ref place.Gate, in number);
                case Retired:
                    return false;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Record(ref TState state, ref int gate, in RecordedNumber number)
    {
        try
        {
            state.Record(in number, settings);
        }
        finally
        {
            // Even where there is no memory for more buckets: a gate that stayed closed would stop all threads.
            Volatile.Write(ref gate, Open);
        }

        return true;
    }

    private Stripe[] MakeStripes()
    {
        var made = new Stripe[Stripes.Count];
        return Interlocked.CompareExchange(ref _stripes, made, null) ?? made;
    }

    private static void Enter(ref int gate, out bool wasRetired)
    {
        var wait = default(SpinWait);
        while (true)
        {
            int was = Volatile.Read(ref gate);
            if (was != Closed && Interlocked.CompareExchange(ref gate, Closed, was) == was)
            {
                wasRetired = was == Retired;
                return;
            }

            wait.SpinOnce();
        }
    }

    private static void Leave(ref int gate, bool wasRetired) => Volatile.Write(ref gate, wasRetired ? Retired : Open);

    // Apart from its neighbours, so that two threads do not write to one cache line.
    [StructLayout(LayoutKind.Sequential)]
    private struct Stripe
    {
        internal int Gate;
        internal TState State;
#pragma warning disable CS0169, IDE0051 // Only their size counts.
        private readonly long _gap1, _gap2, _gap3, _gap4, _gap5, _gap6, _gap7, _gap8;
        private readonly long _gap9, _gap10, _gap11, _gap12, _gap13, _gap14, _gap15, _gap16;
#pragma warning restore CS0169, IDE0051
    }
}
