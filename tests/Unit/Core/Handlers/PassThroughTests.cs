using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class PassThroughTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<string> _calls = [];

    public PassThroughTests() =>
        _dispatcher.HandlerFailed += (_, failure) => _calls.Add($"{failure.Handler.Id} failed");

    [Fact]
    public void Exception_of_the_host_reaches_the_emitter_as_it_is_and_the_handler_stays()
    {
        var stop = new StopException();
        using IDisposable rule = PassStops();
        _dispatcher.Attach("stopped", "e", (in _, _) => throw stop);
        _dispatcher.Attach("next", "e", Handlers.Writes(_calls, "next ran"));

        StopException caught = Assert.Throws<StopException>(() => _dispatcher.Execute("e"));

        Assert.Same(stop, caught);
        Assert.Equal(["stopped", "next"], _dispatcher.Ids());
        Assert.Empty(_calls);
    }

    [Fact]
    public void Other_exceptions_are_failures_still()
    {
        using IDisposable rule = PassStops();
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        _dispatcher.Execute("e");

        Assert.Equal(["failing failed"], _calls);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(TelemetryDispatcher.MaxDepth)]
    public void Depth_is_restored_after_an_exception_of_the_host(int depth)
    {
        bool stop = true;
        int nested = 0;
        using IDisposable rule = PassStops();
        _dispatcher.Attach("nesting", "e", (in _, _) =>
        {
            if (++nested < depth)
            {
                _dispatcher.Execute("e");
            }
            else if (stop)
            {
                throw new StopException();
            }
        });
        for (int i = 0; i < 2; i++)
        {
            nested = 0;
            Assert.Throws<StopException>(() => _dispatcher.Execute("e"));
        }

        (stop, nested) = (false, 0);
        _dispatcher.Execute("e");

        Assert.Equal(depth, nested);
        Assert.Equal(["nesting"], _dispatcher.Ids());
        Assert.Empty(_calls);
    }

    [Fact]
    public void Rule_is_taken_back_when_disposed_and_equal_ones_one_at_a_time()
    {
        static bool IsStop(Exception exception) => exception is StopException;
        IDisposable first = _dispatcher.AddPassThrough(IsStop);
        using IDisposable other = _dispatcher.AddPassThrough(exception => exception is FormatException);
        IDisposable second = _dispatcher.AddPassThrough(IsStop);
        _dispatcher.Attach("stopped", "e", (in _, _) => throw new StopException());

        first.Dispose();
        first.Dispose();
        Assert.Throws<StopException>(() => _dispatcher.Execute("e"));
        second.Dispose();
        _dispatcher.Execute("e");

        Assert.Equal(["stopped failed"], _calls);
    }

    [Fact]
    public void Exception_of_the_host_out_of_a_report_leaves_no_failure_unannounced()
    {
        using IDisposable rule = PassStops();
        _dispatcher.Attach("bad-report", TelemetryDispatcher.FailureEventName, Handlers.Failing);
        HandlerRegistration stopping =
            _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, (in _, _) => throw new StopException());
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        Assert.Throws<StopException>(() => _dispatcher.Execute("e"));
        Assert.Equal(["failing failed", "bad-report failed"], _calls);

        stopping.Dispose();
        _dispatcher.Attach("failing", "e", Handlers.Failing);
        _dispatcher.Execute("e");
        Assert.Equal(["failing failed", "bad-report failed", "failing failed"], _calls);
    }

    [Fact]
    public void Exception_of_the_host_out_of_a_subscriber_reaches_the_emitter()
    {
        using IDisposable rule = PassStops();
        _dispatcher.HandlerFailed += (_, _) => throw new StopException();
        _dispatcher.Attach("failing", "e", Handlers.Failing);

        Assert.Throws<StopException>(() => _dispatcher.Execute("e"));
        _dispatcher.Execute("e");

        Assert.Equal(["failing failed"], _calls);
    }

    [Fact]
    public void Null_is_no_rule() =>
        Assert.Throws<ArgumentNullException>("isHostException", () => _dispatcher.AddPassThrough(null!));

    private IDisposable PassStops() => _dispatcher.AddPassThrough(exception => exception is StopException);

    private sealed class StopException : Exception;
}
