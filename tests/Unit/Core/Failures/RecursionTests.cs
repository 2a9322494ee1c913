using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class RecursionTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly EventName _failure = TelemetryDispatcher.FailureEventName;
    private readonly List<string> _failed = [];

    public RecursionTests() => _dispatcher.HandlerFailed += (_, failure) =>
        _failed.Add($"{failure.Handler.Id} {failure.Exception.GetType().Name}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_handler_that_emits_its_own_event_fails_at_the_depth_limit(bool smallStack)
    {
        int calls = 0;
        _dispatcher.Attach("recursive", "e", (in _, _) =>
        {
            calls++;
            _dispatcher.Execute("e");
        });

        Run(smallStack, () => _dispatcher.Execute("e"));

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal(["recursive TelemetryRecursionException"], _failed);
        Assert.Empty(_dispatcher.List());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_handlers_that_emit_each_others_events_end_and_one_of_them_is_left(bool smallStack)
    {
        int calls = 0;
        _dispatcher.Attach("ping", "ping", (in _, _) =>
        {
            calls++;
            _dispatcher.Execute("pong");
        });
        _dispatcher.Attach("pong", "pong", (in _, _) =>
        {
            calls++;
            _dispatcher.Execute("ping");
        });

        Run(smallStack, () => _dispatcher.Execute("ping"));

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal(["pong TelemetryRecursionException"], _failed);
        Assert.Equal(["ping"], _dispatcher.Ids());
    }

    [Fact]
    public void C19_nesting_up_to_the_limit_is_allowed()
    {
        int calls = 0;
        for (int i = 0; i < TelemetryDispatcher.MaxDepth; i++)
        {
            string next = $"e{i + 1}";
            _dispatcher.Attach($"h{i}", $"e{i}", (in _, _) =>
            {
                calls++;
                _dispatcher.Execute(next);
            });
        }

        _dispatcher.Execute("e0");

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Empty(_failed);
        Assert.Equal(TelemetryDispatcher.MaxDepth, _dispatcher.List().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_handler_that_catches_and_emits_twice_does_not_multiply(bool smallStack)
    {
        int calls = 0;
        _dispatcher.Attach("stubborn", "e", (in _, _) =>
        {
            if (++calls > 10_000)
            {
                return;
            }

            EmitAnyway("e");
            EmitAnyway("e");
        });

        Run(smallStack, () => _dispatcher.Execute("e"));

        Assert.InRange(calls, TelemetryDispatcher.MaxDepth, 2 * TelemetryDispatcher.MaxDepth);
        Assert.Equal(["stubborn TelemetryRecursionException"], _failed);
        Assert.Empty(_dispatcher.List());
    }

    [Fact]
    public void C19_handlers_beside_a_recursive_one_are_not_detached()
    {
        int calls = 0;
        _dispatcher.Attach("before", "e", (in _, _) => calls++);
        _dispatcher.Attach("emitter-before", "e", (in _, _) => _dispatcher.Execute("unrelated"));
        _dispatcher.Attach("stubborn", "e", (in _, _) => EmitAnyway("e"));
        _dispatcher.Attach("emitter-after", "e", (in _, _) => _dispatcher.Execute("unrelated"));
        _dispatcher.Attach("unrelated", "unrelated", (in _, _) => _dispatcher.Execute("unrelated.too"));
        _dispatcher.Attach("unrelated-too", "unrelated.too", Handlers.Nothing);

        _dispatcher.Execute("e");

        Assert.Equal(TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal(["stubborn TelemetryRecursionException"], _failed);
        Assert.Equal(["before", "emitter-before", "emitter-after", "unrelated", "unrelated-too"], _dispatcher.Ids());
    }

    [Fact]
    public void C19_chain_that_never_comes_round_ends_too()
    {
        int calls = 0;
        void EmitNext(in EventData data, object? config)
        {
            string next = $"e{++calls}";
            _dispatcher.Attach(next, next, EmitNext);
            _dispatcher.Execute(next);
        }

        _dispatcher.Attach("e0", "e0", EmitNext);

        _dispatcher.Execute("e0");

        Assert.Equal(2 * TelemetryDispatcher.MaxDepth, calls);
        Assert.Equal([$"e{calls - 1} TelemetryRecursionException"], _failed);
    }

    [Fact]
    public void C19_handlers_of_the_failure_event_are_not_failed_for_the_recursion_of_another()
    {
        var calls = new Recorder();
        _dispatcher.Attach("recursive", "e", (in _, _) => _dispatcher.Execute("e"));
        _dispatcher.Attach("report", _failure, (in _, _) => _dispatcher.Execute("e"));
        _dispatcher.Attach("beside", "e", calls.Handle);

        _dispatcher.Execute("e");

        Assert.Equal(TelemetryDispatcher.MaxDepth + 1, calls.Count);
        Assert.Equal(["recursive TelemetryRecursionException"], _failed);
        Assert.Equal(["report", "beside"], _dispatcher.Ids());
    }

    [Fact]
    public void C19_handler_of_the_failure_event_that_emits_it_fails_too()
    {
        _dispatcher.Attach("report", _failure, (in _, _) => _dispatcher.Execute(_failure));
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Equal(["failing InvalidOperationException", "report TelemetryRecursionException"], _failed);
    }

    [Fact]
    public void C19_emitter_that_is_no_handler_is_left_as_it_was()
    {
        _dispatcher.Attach("recursive", "e", (in _, _) => _dispatcher.Execute("e"));
        _dispatcher.Execute("e");
        var calls = new List<string>();
        _dispatcher.Attach("outer", "outer", (in _, _) => _dispatcher.Execute("inner"));
        _dispatcher.Attach("inner", "inner", Handlers.Writes(calls, "inner"));

        _dispatcher.Execute("outer");

        Assert.Equal(["inner"], calls);
        Assert.Equal(["outer", "inner"], _dispatcher.Ids());
    }

    private void EmitAnyway(string eventName)
    {
        try
        {
            _dispatcher.Execute(eventName);
        }
        catch (TelemetryRecursionException)
        {
            // The handler goes on as if nothing had been.
        }
    }

    private static void Run(bool smallStack, Action body)
    {
        if (smallStack)
        {
            Threads.RunOnSmallStack(body);
        }
        else
        {
            body();
        }
    }
}
