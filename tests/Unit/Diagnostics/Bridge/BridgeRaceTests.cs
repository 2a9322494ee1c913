using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Handlers that come and go, and sources that are enabled and disabled, while activities run.</summary>
[Trait("Category", "Slow")]
public sealed class BridgeRaceTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void B2_each_start_has_one_end_or_is_counted_while_the_source_comes_and_goes()
    {
        long starts = 0;
        long ends = 0;
        long open = 0;
        _test.Dispatcher.Attach("handler", EventPattern.Parse(_test.Root + ".*"), (in data, _) =>
            _ = data.EventName.ToString().EndsWith(".start", StringComparison.Ordinal)
                ? Interlocked.Increment(ref starts) : Interlocked.Increment(ref ends));

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
                    Work();
                    source.Dispose();
                    Assert.False(source.Dropped.ContainsKey(SourceProblem.EmitFailed));
                    open += source.Dropped.TryGetValue(SourceProblem.EndNotSeen, out long notSeen) ? notSeen : 0;
                }
            },
            Work,
            Work);

        Assert.True(ends > 0);
        Assert.Equal(starts, ends + open);
        Assert.False(_test.Library.HasListeners());
    }

    [Fact]
    public void B1_source_is_listened_to_or_not_while_handlers_come_and_go()
    {
        TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 3000; i++)
                {
                    _test.Dispatcher.Attach("handler", _test.Root + ".load.stop", (in _, _) => { });
                    Assert.True(_test.Library.HasListeners());
                    _test.Dispatcher.Detach("handler");
                    Assert.False(_test.Library.HasListeners());
                }
            },
            Work,
            Work);

        Assert.False(source.IsListening);
        Assert.False(source.Dropped.ContainsKey(SourceProblem.EmitFailed));
    }

    [Fact]
    public void B2_activity_that_two_threads_stop_ends_once()
    {
        _test.Record();
        const int Rounds = 20_000;
        var meeting = new SpinMeeting(2);
        var activities = new Activity?[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            activities[i] = _test.Library.StartActivity("Load");
            Activity.Current = null;
        }

        Threads.Run(2, _ =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                meeting.Meet(i);
                activities[i]!.Stop();
            }
        });

        Assert.Equal(Rounds, _test.Events.Names.Count(name => name.EndsWith(".stop", StringComparison.Ordinal)));
    }

    [Fact]
    public void B1_source_may_be_enabled_and_disabled_while_it_is_used()
    {
        _test.Dispatcher.Attach("recorder", EventPattern.Parse("*"), (in _, _) => { });
        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < 2000; i++)
                {
                    _test.Bridge.Enable(_test.Library.Name, SourceKind.Activity).Dispose();
                }
            },
            Work,
            () =>
            {
                _test.Dispatcher.Attach("other", _test.Root + ".load.stop", (in _, _) => { });
                _test.Dispatcher.Detach("other");
            },
            () => _test.Bridge.Discover());

        Assert.Empty(_test.Bridge.List());
        Assert.False(_test.Library.HasListeners());
    }

    [Fact]
    public void B1_same_source_is_enabled_by_one_of_several_threads()
    {
        for (int round = 0; round < 300; round++)
        {
            int enabled = 0;
            Threads.Run(2, _ =>
            {
                try
                {
                    _test.Bridge.Enable(_test.Library.Name);
                    Interlocked.Increment(ref enabled);
                }
                catch (SourceException e) when (e.Kind == SourceErrorKind.SourceAlreadyEnabled)
                {
                    // The other thread was faster.
                }
            });

            Assert.Equal(1, enabled);
            Assert.Single(_test.Bridge.List()).Dispose();
        }
    }

    private void Work()
    {
        using Activity? outer = _test.Library.StartActivity("Load");
        using Activity? inner = _test.Library.StartActivity("Load");
    }
}
