using System.Diagnostics.CodeAnalysis;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
[SuppressMessage("Security", "CA5394", Justification = "The numbers are to be repeatable, not secret.")]
public sealed class AttachRaceTests
{
    private const int Workers = 4;

    private readonly TelemetryDispatcher _dispatcher = new();

    /// <summary>The promise: what is attached in the end is what the threads left attached: none is lost, none
    /// doubled.</summary>
    [Fact]
    public void No_handler_is_lost_or_doubled_while_threads_attach_detach_replace_and_emit()
    {
        const int Steps = 10_000;
        var left = new HashSet<string>[Workers];

        Threads.Run(Workers, worker =>
        {
            var random = new Random(worker);
            HashSet<string> own = left[worker] = [];
            for (int step = 0; step < Steps; step++)
            {
                string id = $"{worker}-{random.Next(20)}";
                string[] events = [$"shared.{random.Next(3)}", "shared.always"];
                switch (random.Next(4))
                {
                    case 0 when own.Add(id):
                        _dispatcher.AttachMany(id, events, Count, id);
                        break;
                    case 1:
                        Assert.Equal(own.Remove(id), _dispatcher.Detach(id));
                        break;
                    case 2:
                        _dispatcher.Replace(id, events.Select(EventName.Parse), Count, id);
                        own.Add(id);
                        break;
                    default:
                        _dispatcher.Execute(events[0]);
                        break;
                }
            }
        });

        string[] expected = [.. left.SelectMany(own => own).Order()];
        Assert.Equal(expected, _dispatcher.List("shared.always").Select(entry => entry.Id).Order());
        Assert.Equal(2 * expected.Length, _dispatcher.List().Count);
        var called = new List<string>();
        _dispatcher.Execute("shared.always", [], [new("called", MetadataValue.From(called))]);
        Assert.Equal(expected, called.Order());
        Assert.All(expected, id => Assert.True(_dispatcher.Detach(id)));
        Assert.Empty(_dispatcher.List());
        Assert.False(_dispatcher.HasHandlers("shared.always"));
    }

    [Fact]
    public void Of_many_threads_that_attach_under_one_id_one_does()
    {
        const int Ids = 5_000;
        int[] attached = new int[Ids];
        EventName name = EventName.Parse("e");

        Threads.Run(Workers, _ =>
        {
            for (int i = 0; i < Ids; i++)
            {
                if (_dispatcher.TryAttach($"h{i}", name, Handlers.Nothing, null, out HandlerRegistration? _))
                {
                    Interlocked.Increment(ref attached[i]);
                }
            }
        });

        Assert.All(attached, count => Assert.Equal(1, count));
        Assert.Equal(Ids, _dispatcher.List("e").Select(entry => entry.Id).Distinct().Count());
        Assert.Equal(Ids, _dispatcher.List("e").Count);
    }

    /// <summary>The promise: successful attaches and detaches of one id alternate, whoever makes them.</summary>
    [Fact]
    public void Attaches_and_detaches_of_one_id_add_up()
    {
        int attached = 0;
        EventName name = EventName.Parse("e");

        Threads.Run(Workers, worker =>
        {
            for (int i = 0; i < 20_000; i++)
            {
                if (worker % 2 == 0)
                {
                    Interlocked.Add(
                        ref attached,
                        _dispatcher.TryAttach("id", name, Handlers.Nothing, null, out HandlerRegistration? _) ? 1 : 0);
                }
                else
                {
                    Interlocked.Add(ref attached, _dispatcher.Detach("id") ? -1 : 0);
                }
            }
        });

        Assert.InRange(attached, 0, 1);
        Assert.Equal(attached, _dispatcher.List().Count);
        Assert.Equal(attached == 1, _dispatcher.HasHandlers(name));
        Assert.Equal(attached == 1, _dispatcher.Detach("id"));
    }

    /// <summary>The promise: a list is a state that was; a handler on two events is never listed at one of
    /// them.</summary>
    [Fact]
    public void List_never_shows_half_an_attach()
    {
        int halves = 0;

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 10_000; i++)
                {
                    _dispatcher.AttachMany("h", ["a.one", "b.two"], Handlers.Nothing);
                    _dispatcher.Detach("h");
                }
            },
            () => halves += _dispatcher.List().Count % 2);

        Assert.Equal(0, halves);
    }

    // Only the last emit asks who was called.
    private static void Count(in EventData data, object? config)
    {
        if (data.TryGetMetadata("called", out MetadataValue called))
        {
            ((List<string>)called.ToObject()!).Add((string)config!);
        }
    }
}
