namespace Telemetry.Tests.Core;

/// <summary>Spans that are current in parts of their flow of control.</summary>
public sealed class SpanReachTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly AsyncLocal<string?> _ambient = new();
    private readonly TelemetrySpan _outer;
    private readonly TelemetrySpan _span;
    private bool _isReached = true;

    public SpanReachTests()
    {
        _outer = Start("outer");
        _span = Start("span");
    }

    [Fact]
    public void Span_that_is_not_reached_is_neither_current_nor_a_parent_nor_that_of_an_event()
    {
        var seen = new List<TelemetrySpan?>();
        _dispatcher.Attach("h", "tick", (in data, _) =>
        {
            seen.Add(data.GetSpan());
            seen.Add(data.ToRecord().GetSpan());
        });
        using CurrentScope scope = _span.MakeCurrent(() => _isReached);

        Assert.Equal([_span, _span], Look());
        _dispatcher.Execute("tick");
        _isReached = false;
        Assert.Equal([null, null], Look());
        _dispatcher.Execute("tick");
        _isReached = true;
        Assert.Equal([_span, _span], Look());

        Assert.Equal([_span, _span, null, null], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Span_that_is_not_reached_hides_those_around_it_even_if_it_has_ended(bool hasEnded)
    {
        using CurrentScope around = _outer.MakeCurrent();
        using CurrentScope scope = _span.MakeCurrent(() => _isReached);
        if (hasEnded)
        {
            _span.Stop();
        }

        TelemetrySpan expected = hasEnded ? _outer : _span;
        Assert.Equal([expected, expected], Look());
        _isReached = false;
        Assert.Equal([null, null], Look());
    }

    [Fact]
    public void Span_inside_one_that_is_not_reached_has_nothing_around_it()
    {
        using CurrentScope around = _outer.MakeCurrent();
        using CurrentScope scope = _span.MakeCurrent(() => _isReached);
        _isReached = false;
        TelemetrySpan inner = Start("inner");

        using (inner.MakeCurrent())
        {
            _isReached = true;
            Assert.Equal([inner, inner], Look());
            inner.Stop();
            Assert.Equal([null, null], Look());
        }

        Assert.Equal([_span, _span], Look());
    }

    [Fact]
    public void Span_is_current_again_after_one_inside_it_where_it_was_not_reached_and_ambient_values_changed()
    {
        using CurrentScope scope = _span.MakeCurrent(() => _isReached);
        _isReached = false;
        using (_outer.MakeCurrent())
        {
            _ambient.Value = "changed";
        }

        _isReached = true;
        Assert.Equal([_span, _span], Look());
    }

    [Fact]
    public void Span_is_asked_for_on_the_thread_that_looks()
    {
        int asked = 0;
        using CurrentScope scope = _span.MakeCurrent(() => (asked = Environment.CurrentManagedThreadId) > 0);

        var thread = new Thread(() => Assert.Same(_span, _dispatcher.GetCurrentSpan()));
        thread.Start();
        thread.Join();

        Assert.Equal(thread.ManagedThreadId, asked);
    }

    [Fact]
    public void Null_is_no_condition() => Assert.Throws<ArgumentNullException>("isReached", () => _span.MakeCurrent(null!));

    private TelemetrySpan Start(string name) => _dispatcher.GetSpanSource(name).AlwaysEnabled.Start();

    private TelemetrySpan?[] Look() => [_dispatcher.GetCurrentSpan(), Start("child").Parent];
}
