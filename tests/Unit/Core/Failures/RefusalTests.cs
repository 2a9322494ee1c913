using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>A refused emit is the failure of the handler that made it, and of no other.</summary>
public sealed class RefusalTests
{
    private static readonly HandlerOptions s_keep = new() { FailurePolicy = FailurePolicy.Keep };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _calls = new();
    private readonly List<string> _failed = [];

    public RefusalTests() => _dispatcher.HandlerFailed += (_, failure) =>
        _failed.Add($"{failure.Handler.Id} {failure.Exception.GetType().Name}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_refusal_fails_the_handler_that_caught_it_and_not_those_of_its_next_emit(bool smallStack)
    {
        HandlerRegistration logger = _dispatcher.Attach("logger", "err", _calls.Handle, options: s_keep);
        HandlerRegistration culprit = _dispatcher.Attach(
            "culprit", "a", (in _, _) => EmitAnyway("a", orElse: () => _dispatcher.Execute("err")), options: s_keep);

        if (smallStack)
        {
            Threads.RunOnSmallStack(() => _dispatcher.Execute("a"));
        }
        else
        {
            _dispatcher.Execute("a");
        }

        Assert.Equal(["culprit TelemetryRecursionException"], _failed);
        Assert.Equal((true, false), (logger.IsAttached, culprit.IsAttached));
        Assert.Equal(["err"], _calls.Names);
    }

    [Fact]
    public void C19_refusal_waits_for_its_handler_through_any_depth_of_further_emits()
    {
        _dispatcher.Attach("deep", "b", (in _, _) => _dispatcher.Execute("c"));
        _dispatcher.Attach("deeper", "c", _calls.Handle);
        _dispatcher.Attach("culprit", "a", (in _, _) => EmitAnyway("a", orElse: () =>
        {
            _dispatcher.Execute("b");
            _dispatcher.Execute("b");
        }));

        _dispatcher.Execute("a");

        Assert.Equal(["culprit TelemetryRecursionException"], _failed);
        Assert.Equal(["deep", "deeper"], _dispatcher.Ids());
        Assert.Equal(["c", "c"], _calls.Names);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_refusal_at_the_first_depth_fails_the_handler_that_caught_it(bool isBuilt)
    {
        _dispatcher.Attach("before", "hungry", Handlers.Nothing);
        _dispatcher.Attach("hungry", "hungry", (in _, _) => EmitAnyway("inner", isBuilt: isBuilt));
        _dispatcher.Attach("after", "hungry", Handlers.Nothing);
        _dispatcher.Attach("alone", "alone", (in _, _) => EmitAnyway("inner", isBuilt: isBuilt));
        _dispatcher.Attach("inner", "inner", Handlers.Nothing);

        Threads.RunOnSmallStack(() => SmallStack.Run(() =>
        {
            _dispatcher.Execute("hungry");
            _dispatcher.Execute("alone");
        }));

        Assert.Equal(["hungry TelemetryRecursionException", "alone TelemetryRecursionException"], _failed);
        Assert.Equal(["before", "after", "inner"], _dispatcher.Ids());
    }

    [Fact]
    public void C19_refused_emit_outside_of_handlers_fails_no_handler_of_a_later_one()
    {
        _dispatcher.Attach("inner", "inner", Handlers.Nothing);

        Threads.RunOnSmallStack(() =>
        {
            SmallStack.Run(() => EmitAnyway("inner", isBuilt: true));
            _dispatcher.Execute("inner");
        });

        Assert.Empty(_failed);
    }

    [Fact]
    public void C19_emit_of_a_subscriber_that_is_told_of_a_recursive_handler_is_not_refused()
    {
        HandlerRegistration recursive = _dispatcher.Attach("recursive", "e", (in _, _) => _dispatcher.Execute("e"));
        _dispatcher.Attach("beside", "e", _calls.Handle);
        var steps = new List<string>();
        recursive.Detached += (_, _) =>
        {
            _dispatcher.Execute("e");
            steps.Add("emitted");
        };

        _dispatcher.Execute("e");

        Assert.Equal(["emitted"], steps);
        Assert.Equal(["recursive TelemetryRecursionException"], _failed);
        Assert.Equal(["beside"], _dispatcher.Ids());
        Assert.Equal(TelemetryDispatcher.MaxDepth + 1, _calls.Count);
    }

    [Fact]
    public void C19_refused_emit_of_a_subscriber_of_Detached_fails_not_the_handler_that_detaches()
    {
        int calls = 0;
        var steps = new List<string>();
        HandlerRegistration other = _dispatcher.Attach("other", "other", Handlers.Nothing);
        other.Detached += (_, _) => EmitAnyway("e", orElse: () => steps.Add("refused"));
        _dispatcher.Attach("deep", "e", (in _, _) =>
        {
            if (++calls < TelemetryDispatcher.MaxDepth)
            {
                _dispatcher.Execute("e");
            }
            else
            {
                other.Dispose();
            }
        });
        _dispatcher.Attach("next", "e", Handlers.Nothing);

        _dispatcher.Execute("e");

        Assert.Equal(["refused"], steps);
        Assert.Empty(_failed);
        Assert.Equal(["deep", "next"], _dispatcher.Ids());
    }

    private void EmitAnyway(string eventName, Action? orElse = null, bool isBuilt = false)
    {
        try
        {
            if (isBuilt)
            {
                _dispatcher.Execute(eventName, 0, static (_, _) => { });
            }
            else
            {
                _dispatcher.Execute(eventName);
            }
        }
        catch (TelemetryRecursionException)
        {
            orElse?.Invoke();
        }
    }
}
