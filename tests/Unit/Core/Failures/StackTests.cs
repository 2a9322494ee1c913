using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class StackTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _failed = [];

    public StackTests() => _dispatcher.HandlerFailed += (_, failure) => _failed.Add(failure.Handler.Id);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C19_ten_thousand_failing_handlers_of_the_failure_event_do_not_overflow_the_stack(bool smallStack)
    {
        const int Count = 10_000;
        var reports = new List<string>();
        for (int i = 0; i < Count; i++)
        {
            _dispatcher.Attach($"bad-report-{i}", TelemetryDispatcher.FailureEventName, Handlers.Failing);
        }

        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, Handlers.Writes(reports, "report"));
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        if (smallStack)
        {
            Threads.RunOnSmallStack(() => _dispatcher.Execute("e"));
        }
        else
        {
            _dispatcher.Execute("e");
        }

        Assert.Equal(["report"], _dispatcher.Ids());
        Assert.Equal(Count + 1, reports.Count);
        Assert.Equal(Count + 1, _failed.Distinct().Count());
    }

    [Fact]
    public void C19_handlers_with_large_frames_end_before_the_stack_does()
    {
        int calls = 0;
        _dispatcher.Attach("large", "e", (in _, _) =>
        {
            calls++;
            Span<byte> frame = stackalloc byte[16 * 1024];
            frame.Fill(1);
            _dispatcher.Execute("e");
        });

        Threads.RunOnSmallStack(() => _dispatcher.Execute("e"));

        Assert.InRange(calls, 1, TelemetryDispatcher.MaxDepth - 1);
        Assert.Equal(["large"], _failed);
    }

    [Fact]
    public void C19_emit_refused_for_want_of_stack_fails_no_handler_of_a_later_emit()
    {
        _dispatcher.Attach("outer", "outer", (in _, _) => _dispatcher.Execute("inner"));
        _dispatcher.Attach("inner", "inner", Handlers.Nothing);
        _dispatcher.Attach("hungry", "hungry", (in _, _) => _dispatcher.Execute("inner"));

        Threads.RunOnSmallStack(() =>
        {
            SmallStack.Run(() => _dispatcher.Execute("hungry"));
            _dispatcher.Execute("outer");
        });

        Assert.Equal(["hungry"], _failed);
        Assert.Equal(["outer", "inner"], _dispatcher.Ids());
    }

    [Fact]
    public void C19_refusal_that_ends_in_an_exception_of_the_host_fails_no_handler_of_a_later_emit()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(exception => exception is OperationCanceledException);
        _dispatcher.Attach("outer", "outer", (in _, _) => _dispatcher.Execute("inner"));
        _dispatcher.Attach("inner", "inner", Handlers.Nothing);
        _dispatcher.Attach("recursive", "e", (in _, _) =>
        {
            try
            {
                _dispatcher.Execute("e");
            }
            catch (TelemetryRecursionException)
            {
                throw new OperationCanceledException();
            }
        });

        Assert.Throws<OperationCanceledException>(() => _dispatcher.Execute("e"));
        _dispatcher.Execute("outer");

        Assert.Empty(_failed);
        Assert.Equal(["outer", "inner", "recursive"], _dispatcher.Ids());
    }
}
