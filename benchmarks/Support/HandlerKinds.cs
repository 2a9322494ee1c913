namespace Telemetry.Benchmarks.Support;

/// <summary>Emits to handlers of several kinds, as a program has several. Where the JIT sees one kind only, it builds that
/// handler in at the place of the call, and there is no call left to measure.</summary>
internal static class HandlerKinds
{
    // The JIT bets on what it sees in three calls of ten.
    private static readonly TelemetryHandler[] s_ours =
    [
        Seen.Handler,
        static (in _, _) => Seen.Count += 2,
        static (in _, _) => Seen.Count += 3,
        static (in _, _) => Seen.Count += 5,
    ];

    private static readonly PlainEvent.Handler[] s_plain =
    [
        PlainEvent.Count,
        static (in _) => Seen.Count += 2,
        static (in _) => Seen.Count += 3,
        static (in _) => Seen.Count += 5,
    ];

    /// <summary>The loops of <see cref="Loop"/>, each with handlers of each kind.</summary>
    internal static Action[] Loops { get; } =
    [
        .. s_plain.Select(PlainEvent.With).Select<PlainEvent, Action>(plain => () => Loop.Plain(plain)),
        .. s_ours.Select(handler => Dispatchers.With(handler)).Select<TelemetryDispatcher, Action>(ours => () =>
        {
            Loop.ByHandle(ours.GetEvent(Request.ParsedName));
            Loop.ByName(ours, Request.ParsedName);
            Loop.ByText(ours);
            Loop.FromDictionaries(ours.GetEvent(Request.ParsedName));
        }),
    ];
}
