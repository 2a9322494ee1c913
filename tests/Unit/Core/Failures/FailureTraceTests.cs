using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Alone: a test beside it that listens to the event source would be told of the failures.</summary>
[CollectionDefinition(nameof(FailureTraceTests), DisableParallelization = true)]
[Collection(nameof(FailureTraceTests))]
public sealed class FailureTraceTests : IDisposable
{
    private static readonly HandlerOptions s_keep = new() { FailurePolicy = FailurePolicy.Keep };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TraceLines _trace = new();
    private readonly string _word = Guid.NewGuid().ToString();
    private bool _fails = true;

    public void Dispose() => _trace.Dispose();

    [Fact]
    public void Failure_that_nobody_is_told_of_is_one_line_with_handler_event_and_exception()
    {
        _dispatcher.Attach(_word, "trace.test", (in _, _) => throw new FormatException("bad\r\nformat"));

        _dispatcher.Execute("trace.test");

        (TraceEventType kind, string text) = Assert.Single(_trace.With(_word));
        Assert.Equal(TraceEventType.Error, kind);
        Assert.StartsWith(
            $"Handler '{_word}' failed at event 'trace.test' and was detached: System.FormatException: bad format (at ",
            text,
            StringComparison.Ordinal);
        Assert.Contains(nameof(FailureTraceTests), text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Theory]
    [InlineData("subscriber")]
    [InlineData("handler")]
    [InlineData("pattern")]
    [InlineData("listener")]
    public void Failure_that_somebody_is_told_of_is_not_traced(string who)
    {
        using LogListener? log = who == "listener" ? new() : null;
        switch (who)
        {
            case "subscriber":
                _dispatcher.HandlerFailed += (_, _) => { };
                break;
            case "handler":
                _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, Handlers.Nothing);
                break;
            case "pattern":
                _dispatcher.Attach("report", EventPattern.Parse("telemetry.*"), Handlers.Nothing);
                break;
        }

        Attach(null);
        _dispatcher.Execute("e");

        Assert.Empty(_trace.With(_word));
    }

    [Fact]
    public void Handler_that_stays_is_a_warning_at_its_first_tenth_and_hundredth_failure_in_a_row()
    {
        Attach(s_keep);

        Emit(500);

        (TraceEventType Kind, string Text)[] lines = _trace.With(_word);
        Assert.All(lines, line => Assert.Equal(TraceEventType.Warning, line.Kind));
        string start = $"Handler '{_word}' failed at event 'e'";
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{start} and stays attached: System.InvalidOperationException: boom", lines[0].Text, StringComparison.Ordinal);
        Assert.StartsWith($"{start}, 10 times in a row, and stays attached: ", lines[1].Text, StringComparison.Ordinal);
        Assert.StartsWith($"{start}, 100 times in a row, and stays attached: ", lines[2].Text, StringComparison.Ordinal);
        Assert.EndsWith("(89 failures since the line before this one)", lines[2].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Handler_that_fails_and_succeeds_in_turn_does_not_flood_the_trace(int failuresInARow)
    {
        Attach(s_keep);

        for (int i = 0; i < 500; i++)
        {
            _fails = true;
            Emit(failuresInARow);
            _fails = false;
            Emit(1);
        }

        Assert.InRange(_trace.With(_word).Length, 1, 4);
    }

    [Fact]
    public void Handler_with_a_buffer_that_fails_is_traced()
    {
        Attach(new() { FailurePolicy = FailurePolicy.Keep, Buffer = new() });

        _dispatcher.Execute("e");
        _dispatcher.Detach(_word);

        Assert.Single(_trace.With(_word));
    }

    [Fact]
    public void Failure_whose_only_report_failed_is_traced_and_so_is_that()
    {
        string report = Guid.NewGuid().ToString();
        _dispatcher.Attach(report, TelemetryDispatcher.FailureEventName, Handlers.Failing);
        Attach(null);

        _dispatcher.Execute("e");

        Assert.Single(_trace.With($"Handler '{_word}'"));
        Assert.Single(_trace.With($"Handler '{report}'"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Subscriber_that_fails_is_traced_with_its_event_and_does_not_flood(bool ofDetached)
    {
        for (int i = 0; i < 50; i++)
        {
            HandlerRegistration handler = Attach(null);
            if (ofDetached)
            {
                handler.Detached += Throw;
            }
            else if (i == 0)
            {
                _dispatcher.HandlerFailed += Throw;
            }

            _dispatcher.Execute("e");
        }

        (TraceEventType Kind, string Text)[] lines = _trace.With($"subscriber of {(ofDetached ? "Detached" : "HandlerFailed")} failed");
        lines = [.. lines.Where(line => line.Text.Contains($"told {_word}", StringComparison.Ordinal))];
        Assert.InRange(lines.Length, 1, ofDetached ? 50 : 2);
        Assert.All(lines, line => Assert.Equal(TraceEventType.Warning, line.Kind));
        Assert.Equal(50, _trace.With($"Handler '{_word}' failed").Length);

        void Throw(object? sender, object failure) => throw new InvalidOperationException($"told {_word}");
    }

    [Fact]
    public void Failures_beyond_the_limits_of_recursion_are_traced()
    {
        int attached = 0;
        _dispatcher.Attach("again", TelemetryDispatcher.FailureEventName, (in _, _) =>
        {
            string id = $"{_word} {++attached}";
            _dispatcher.Attach(id, id.Replace(' ', '.'), Handlers.Failing);
            _dispatcher.Execute(id.Replace(' ', '.'));
        });
        Attach(null);

        _dispatcher.Execute("e");

        Assert.InRange(attached, TelemetryDispatcher.MaxDepth, 1_000);
        Assert.Contains(_trace.With(_word), line => line.Text.StartsWith($"Handler '{_word} {attached}' failed", StringComparison.Ordinal));
    }

    [Fact]
    public void Listener_that_throws_or_emits_disturbs_nobody()
    {
        int lines = 0;
        var ran = new List<string>();
        _dispatcher.Attach("kept", "line", Handlers.Failing, options: s_keep);
        Attach(null);
        _dispatcher.Attach("next", "e", Handlers.Writes(ran, "next"));
        _trace.OnLine = _ =>
        {
            if (++lines < 1_000)
            {
                _dispatcher.Execute("line");
            }

            throw new InvalidOperationException("The log is full.");
        };

        _dispatcher.Execute("e");

        Assert.Equal(["next"], ran);
        Assert.InRange(lines, 1, 10);
        Assert.Equal(["kept", "next"], _dispatcher.Ids());
    }

    private HandlerRegistration Attach(HandlerOptions? options) => _dispatcher.Attach(
        _word,
        "e",
        (in _, _) =>
        {
            if (_fails)
            {
                throw new InvalidOperationException("boom");
            }
        },
        options: options);

    private void Emit(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _dispatcher.Execute("e");
        }
    }
}
