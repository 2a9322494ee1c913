using System.Runtime.CompilerServices;

namespace Telemetry.Benchmarks.Support;

/// <summary>Calls handlers of several kinds in turn, as a program has several. Where the JIT sees mostly one kind, it builds
/// that handler in at the place of the call, and there is no call left to measure.</summary>
internal static class HandlerKinds
{
    private static readonly TelemetryHandler[] s_ours =
    [
        Seen.Handler,
        static (in _, _) => Seen.Count += 2,
        static (in _, _) => Seen.Count += 3,
        static (in _, _) => Seen.Count += 5,
        static (in _, _) => Seen.Count += 7,
        static (in _, _) => Seen.Count += 11,
        static (in _, _) => Seen.Count += 13,
        static (in _, _) => Seen.Count += 17,
    ];

    private static readonly PlainEvent.Handler[] s_plain =
    [
        PlainEvent.Count,
        static (in _) => Seen.Count += 2,
        static (in _) => Seen.Count += 3,
        static (in _) => Seen.Count += 5,
        static (in _) => Seen.Count += 7,
        static (in _) => Seen.Count += 11,
        static (in _) => Seen.Count += 13,
        static (in _) => Seen.Count += 17,
    ];

    private static readonly TelemetryDispatcher[] s_dispatchers = [.. s_ours.Select(handler => Dispatchers.With(handler))];
    private static readonly TelemetryEvent[] s_handles =
        [.. s_dispatchers.Select(dispatcher => dispatcher.GetEvent(Request.Name))];
    private static readonly PlainEvent[] s_events = [.. s_plain.Select(PlainEvent.With)];

    /// <summary>Calls all of them until the JIT has made up its mind about the places of the calls.</summary>
    internal static void CallAll() => Warm.Up(CallEach);

    // Not optimised: built in here, the methods that call handlers would not be seen by the JIT when called from here.
    [MethodImpl(MethodImplOptions.NoOptimization)]
    private static void CallEach()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            int kind = i % s_plain.Length;
            s_events[kind].Raise(new(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached));
            s_handles[kind].Execute([new("size", Request.Size)]);
            s_dispatchers[kind].Execute(Request.ParsedName, [new("size", Request.Size)]);
            s_dispatchers[kind].Execute(Request.Name, [new("size", Request.Size)]);
            s_handles[kind].Execute(0, static (_, e) => e.Measurement("size", Request.Size));
        }
    }
}
