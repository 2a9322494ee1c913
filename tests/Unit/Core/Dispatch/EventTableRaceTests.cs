using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class EventTableRaceTests
{
    private const int Names = 20_000;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly EventName[] _names = [.. Enumerable.Range(0, Names).Select(i => EventName.Parse($"event.{i}"))];

    [Fact]
    public void Threads_that_ask_for_the_same_name_get_the_same_handle()
    {
        var got = new TelemetryEvent[4][];

        Threads.Run(got.Length, thread =>
        {
            got[thread] = new TelemetryEvent[Names];
            for (int i = 0; i < Names; i++)
            {
                // Two from the front and two from the back, by name and by text.
                int index = thread < 2 ? i : Names - 1 - i;
                got[thread][index] = thread % 2 == 0
                    ? _dispatcher.GetEvent(_names[index])
                    : _dispatcher.GetEvent(_names[index].ToString());
            }
        });

        for (int i = 0; i < Names; i++)
        {
            Assert.Equal(_names[i], got[0][i].EventName);
            Assert.All(got, own => Assert.Same(got[0][i], own[i]));
        }

        Assert.Equal(Names, _dispatcher.GetEvents().Count(known => EventName.Parse("event").IsPrefixOf(known.EventName)));
    }

    /// <summary>The promise: an event once known is found by every reader, whatever is being added.</summary>
    [Fact]
    public void Known_event_is_found_while_the_table_grows()
    {
        int misses = 0;
        for (int round = 0; round < 5; round++)
        {
            var dispatcher = new TelemetryDispatcher();
            int known = 0;

            Threads.RunDuring(
                () =>
                {
                    for (int i = 0; i < Names; i++)
                    {
                        dispatcher.Attach($"h{i}", _names[i], Handlers.Nothing);
                        Volatile.Write(ref known, i + 1);
                    }
                },
                () => Read(dispatcher, ref known, text: false),
                () => Read(dispatcher, ref known, text: true));
        }

        Assert.Equal(0, misses);

        void Read(TelemetryDispatcher dispatcher, ref int known, bool text)
        {
            int count = Volatile.Read(ref known);
            for (int i = Math.Max(0, count - 50); i < count; i++)
            {
                EventName name = _names[i];
                bool found = text ? dispatcher.TryGetEvent(name.ToString(), out _) : dispatcher.HasHandlers(name);
                bool first = dispatcher.TryGetEvent("event.0", out _);
                if (!found || !first)
                {
                    Interlocked.Increment(ref misses);
                }
            }
        }
    }

    /// <summary>The promise: an emit by name reaches a handler that is attached, whatever events are being
    /// added.</summary>
    [Fact]
    public void Emit_by_name_reaches_its_handler_while_the_table_grows()
    {
        int emits = 0;
        int calls = 0;
        _dispatcher.Attach("h", "emitted", (in _, _) => Interlocked.Increment(ref calls));

        Threads.RunDuring(
            () =>
            {
                foreach (EventName name in _names)
                {
                    _dispatcher.GetEvent(name);
                }
            },
            Emit,
            Emit);

        Assert.Equal(emits, calls);
        Assert.InRange(emits, 2, int.MaxValue);

        void Emit()
        {
            Interlocked.Increment(ref emits);
            _dispatcher.Execute("emitted");
        }
    }
}
