using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The span in which an event was emitted, as its handlers see it.</summary>
public sealed class EventSpanTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly List<TelemetrySpan?> _seen = [];
    private readonly TelemetrySpanSource _file;

    public EventSpanTests()
    {
        _file = _dispatcher.GetSpanSource("file").AlwaysEnabled;
        _dispatcher.Attach("retry", "retry", (in data, _) => _seen.Add(data.GetSpan()));
    }

    [Fact]
    public void Handler_asks_for_the_innermost_span_that_the_event_was_emitted_in()
    {
        TelemetrySpan? outer = null, inner = null;

        _dispatcher.Execute("retry");
        _file.Run(span =>
        {
            outer = span;
            _dispatcher.Execute("retry");
            _file.Run(nested =>
            {
                inner = nested;
                _dispatcher.Execute("retry");
            });
            _dispatcher.Execute("retry");
        });
        _dispatcher.Execute("retry");

        Assert.Equal([null, outer, inner, outer, null], _seen);
        Assert.Same(outer, inner!.Parent);
    }

    [Fact]
    public async Task Span_flows_with_await()
    {
        TelemetrySpan? file = null;

        await _file.RunAsync(async span =>
        {
            file = span;
            await Task.Yield();
            _dispatcher.Execute("retry");
        });

        Assert.Equal([file], _seen);
    }

    [Fact]
    public void Span_that_has_ended_leaves_its_place_to_the_one_around_it()
    {
        _file.Run(outer => _file.Run(inner =>
        {
            inner.Stop();
            _dispatcher.Execute("retry");
            outer.Stop();
            _dispatcher.Execute("retry");
            Assert.Equal([outer, null], _seen);
        }));
    }

    [Fact]
    public async Task Events_of_a_span_itself_are_emitted_in_the_span_around_it()
    {
        var seen = new List<(string, TelemetrySpan?)>();
        _dispatcher.Attach("own", EventPattern.Parse("file.*"), (in data, _) => seen.Add((data.EventName.ToString(), data.GetSpan())));
        TelemetrySpan job = _dispatcher.GetSpanSource("job").AlwaysEnabled.Start();

        using (job.MakeCurrent())
        {
            _file.Run(_ => { });
            _file.Run(span => { span.Stop(); });
            await _file.RunAsync(async _ => await Task.Yield());
            Assert.Throws<FormatException>(() => _file.Run(_ => throw new FormatException()));
        }

        Assert.Equal(
            ["file.start", "file.stop", "file.start", "file.stop", "file.start", "file.stop", "file.start", "file.exception"],
            seen.Select(call => call.Item1));
        Assert.All(seen, call => Assert.Same(job, call.Item2));
    }

    [Fact]
    public void Snapshot_keeps_the_span_that_it_was_taken_in()
    {
        EventRecord? record = null;
        TelemetrySpan? file = null;
        _dispatcher.Attach("keep", "retry", (in data, _) => record = data.ToRecord());

        _file.Run(span =>
        {
            file = span;
            _dispatcher.Execute("retry");
        });

        Assert.Same(file, record!.GetSpan());
        Assert.True(file!.IsEnded);
        _dispatcher.Execute("retry");
        Assert.Null(record!.GetSpan());
    }

    [Fact]
    public void Buffered_handler_is_told_the_span_of_the_emit_and_not_its_own()
    {
        var seen = new List<TelemetrySpan?>();
        TelemetrySpan other = _file.Start();
        TelemetrySpan? file = null;
        HandlerRegistration buffered = _dispatcher.Attach(
            "buffered",
            "retry",
            (in data, _) =>
            {
                using CurrentScope scope = other.MakeCurrent();
                seen.Add(data.GetSpan());
                seen.Add(data.ToRecord().GetSpan());
            },
            options: new HandlerOptions { Buffer = new HandlerBuffer() });

        _file.Run(span =>
        {
            file = span;
            _dispatcher.Execute("retry");
        });
        _dispatcher.Execute("retry");
        buffered.Dispose();

        Assert.Equal([file, file, null, null], seen);
    }

    [Fact]
    public void Span_of_another_dispatcher_is_one_too()
    {
        new TelemetryDispatcher().GetSpanSource("other").AlwaysEnabled.Run(span =>
        {
            _dispatcher.Execute("retry");
            Assert.Equal([span], _seen);
        });
    }

    [Fact]
    public void What_belongs_to_no_event_has_no_span()
    {
        Assert.Throws<InvalidOperationException>(() => default(EventData).GetSpan());
        Assert.Throws<ArgumentNullException>("record", () => ((EventRecord)null!).GetSpan());
    }

    [Fact]
    public void Emit_in_a_span_allocates_nothing_where_the_handler_asks_for_the_span_or_not()
    {
        TelemetryEvent quiet = _dispatcher.GetEvent("quiet");
        TelemetrySpan? last = null;
        _dispatcher.Attach("asks", "quiet", (in data, _) => last = data.GetSpan());
        _dispatcher.Attach("does not", "quiet", static (in _, _) => { });

        _file.Run(span =>
        {
            Assert.Equal(0, Allocated.BytesPerCall(() => quiet.Execute()));
            Assert.Same(span, last);
        });
    }
}
