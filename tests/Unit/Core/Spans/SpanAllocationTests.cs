using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class SpanAllocationTests
{
    private static long s_seen;

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;

    public SpanAllocationTests() => _source = _dispatcher.GetSpanSource("web.request");

    [Fact]
    public void Span_that_nobody_listens_to_allocates_nothing()
    {
        Assert.Equal(0, Allocated.BytesPerCall(() =>
        {
            using TelemetrySpan span = _source.Start([new("route", "/users"), new("attempt", 2)]);
            using CurrentScope scope = span.MakeCurrent();
            span.SetMetadata("status", 200);
            span.SetMeasurement("items", 3);
            span.Stop([new("bytes", 512)], [new("cached", true)]);
        }));
    }

    [Fact]
    public void Run_that_nobody_listens_to_allocates_nothing()
    {
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.Run(static _ => { }, [new("route", "/users")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.Run(static _ => 42)));
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.Run("state", static (_, state) => { }, [new("attempt", 2)])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.Run(1, static (_, state) => state + 1)));
    }

    [Fact]
    public void Asynchronous_run_that_nobody_listens_to_allocates_nothing()
    {
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.RunAsync(static _ => Task.CompletedTask, [new("route", "/users")])));
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.RunAsync(static _ => Cached)));
        // As a task, they are objects that the framework keeps.
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.RunValueTaskAsync(static _ => default).AsTask()));
        Assert.Equal(0, Allocated.BytesPerCall(() => _source.RunValueTaskAsync(static _ => new ValueTask<int>(1)).AsTask()));
    }

    [Fact]
    public void Asking_for_handlers_and_for_the_current_span_allocates_nothing()
    {
        Assert.Equal(0, Allocated.BytesPerCall(() => _ = _source.HasHandlers));
        Assert.Equal(0, Allocated.BytesPerCall(() => _ = _dispatcher.GetCurrentSpan()));
    }

    [Fact]
    public void Span_without_metadata_allocates_itself_alone()
    {
        Attach();
        double itself = Allocated.BytesPerCall(() => GC.KeepAlive(_source.Start()));

        double whole = Allocated.BytesPerCall(() =>
        {
            using TelemetrySpan span = _source.Start();
            span.Stop();
        });

        Assert.InRange(itself, 1, 120);
        Assert.Equal(itself, whole);
        Assert.True(s_seen >= Allocated.Calls);
    }

    [Fact]
    public void Task_that_has_completed_costs_no_more_memory_than_a_result()
    {
        Attach();
        double function = Allocated.BytesPerCall(() => _source.Run(static _ => 42));

        // As a task, they are objects that the framework keeps.
        Assert.Equal(function, Allocated.BytesPerCall(() => _source.RunValueTaskAsync(static _ => default).AsTask()));
        Assert.Equal(function, Allocated.BytesPerCall(() => _source.RunValueTaskAsync(static _ => new ValueTask<int>(1)).AsTask()));
        Assert.Equal(function, Allocated.BytesPerCall(() => _source.RunAsync(static _ => Cached)));
    }

    [Fact]
    public void Start_metadata_is_copied_once()
    {
        Attach();
        double bare = Allocated.BytesPerCall(() => _source.Start().Stop());

        double described = Allocated.BytesPerCall(() => _source.Start([new("route", "/users"), new("attempt", 2)]).Stop());

        // An array of three entries: the two and the context.
        Assert.InRange(described - bare, 3 * 24, 4 * 24);
    }

    private static Task<int> Cached { get; } = Task.FromResult(42);

    private void Attach()
    {
        s_seen = 0;
        _dispatcher.AttachMany("h", Spans.EventsOf("web.request"), static (in data, _) =>
            s_seen += data.TryGetMeasurement("monotonic_time", out MeasurementValue _) ? 1 : 0);
    }
}
