using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Parents of spans in other processes, as texts.</summary>
public sealed class TraceParentTests : IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Span = "b7ad6b7169203331";

    private readonly string _prefix = $"t{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly ActivityRecorder _recorder;
    private readonly ActivityPublication _publication;

    public TraceParentTests()
    {
        Activity.Current = null;
        _recorder = new ActivityRecorder(_prefix);
        _publication = _dispatcher.PublishActivities();
    }

    public void Dispose()
    {
        _publication.Dispose();
        _recorder.Dispose();
        Activity.Current = null;
    }

    [Fact]
    public void O4_text_in_the_start_metadata_is_the_parent_before_a_running_activity()
    {
        using var outer = new Activity("outer").Start();

        Source("a").Start([new("telemetry_span_parent", $"00-{Trace}-{Span}-01")]).Stop();

        Activity activity = Assert.Single(_recorder.Stopped);
        Assert.Equal((Trace, Span, true), (activity.TraceId.ToHexString(), activity.ParentSpanId.ToHexString(), activity.HasRemoteParent));
        Assert.Same(outer, Activity.Current);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData($"00-00000000000000000000000000000000-{Span}-01")]
    [InlineData("")]
    public void O4_invalid_text_starts_a_new_trace(string text)
    {
        Source("a").Start([new("telemetry_span_parent", text)]).Stop();

        Assert.Equal(default, Assert.Single(_recorder.Stopped).ParentSpanId);
    }

    [Fact]
    public void O4_span_has_the_text_for_others_while_it_is_open()
    {
        TelemetrySpan span = Source("a").Start();
        string? open = TraceParent.Of(span, _dispatcher);
        string? elsewhere = TraceParent.Of(span);
        span.Stop();

        Activity activity = Assert.Single(_recorder.Stopped);
        Assert.Equal($"00-{activity.TraceId}-{activity.SpanId}-01", open);
        Assert.Null(elsewhere);
        Assert.Null(TraceParent.Of(span, _dispatcher));
    }

    private TelemetrySpanSource Source(string name) => _dispatcher.GetSpanSource($"{_prefix}.{name}");
}
