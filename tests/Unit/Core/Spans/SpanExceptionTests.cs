using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What the exception event of a span carries, and what becomes of the exception.</summary>
public sealed class SpanExceptionTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly Recorder _recorder;

    public SpanExceptionTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _recorder = _dispatcher.RecordSpans("web.request");
    }

    [Fact]
    public void C31_exception_carries_the_clock_and_the_start_metadata_with_what_happened_on_top()
    {
        FormatException thrown = Assert.Throws<FormatException>(() => _source.Run(
            _ => ThrowFormat(), [new("route", "/users"), new("Kind", "mine")]));

        EventRecord start = _recorder.Records[0];
        EventRecord exception = _recorder.Records[1];
        Assert.Equal(["duration", "monotonic_time"], exception.Measurements.Keys);
        Assert.Equal(exception.Time() - start.Time(), exception.Time("duration"));
        Assert.Equal(["route", "kind", "telemetry_span_context", "reason", "stacktrace"], exception.Metadata.Keys);
        Assert.Equal("/users", exception.Metadata["route"]);
        Assert.Equal("System.FormatException", exception.Metadata["kind"]);
        Assert.Same(thrown, exception.Metadata["reason"].ToObject());
        Assert.StartsWith(
            $"   at {typeof(SpanExceptionTests)}.ThrowFormat()", exception.Metadata["stacktrace"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void C31_exception_carries_what_was_set_on_the_span_so_far_and_overrides_nothing()
    {
        Assert.Throws<FormatException>(() => _source.Run(
            span =>
            {
                span.SetMetadata("status", 500);
                span.SetMetadata("ROUTE", "/users/1");
                span.SetMetadata("telemetry_span_context", "mine");
                span.SetMetadata("kind", "mine");
                span.SetMetadata("reason", "mine");
                span.SetMetadata("stacktrace", "mine");
                span.SetMeasurement("items", 3);
                span.SetMeasurement("DURATION", 99);
                span.SetMeasurement("monotonic_time", 99);
                ThrowFormat();
            },
            [new("route", "/users")]));

        EventRecord start = _recorder.Records[0];
        EventRecord exception = _recorder.Records[1];
        Assert.Equal(["duration", "monotonic_time", "items"], exception.Measurements.Keys);
        Assert.Equal(exception.Time() - start.Time(), exception.Time("duration"));
        Assert.Equal(3, exception.Measurements["items"]);
        Assert.Equal("/users", exception.Metadata["route"]);
        Assert.Equal(500, exception.Metadata["status"]);
        Assert.Equal(start.Metadata["telemetry_span_context"], exception.Metadata["telemetry_span_context"]);
        Assert.Equal("System.FormatException", exception.Metadata["kind"]);
        Assert.IsType<FormatException>(exception.Metadata["reason"].ToObject());
        Assert.StartsWith(
            $"   at {typeof(SpanExceptionTests)}.ThrowFormat()",
            exception.Metadata["stacktrace"].ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void C31_span_that_is_disposed_of_keeps_what_was_set_on_it_too()
    {
        using (TelemetrySpan span = _source.Start())
        {
            span.SetMeasurement("items", 3);
        }

        Assert.Equal(3, _recorder.Records[1].Measurements["items"]);
        Assert.Equal("Telemetry.SpanNotStoppedException", _recorder.Records[1].Metadata["kind"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void C31_exception_reaches_the_caller_as_it_is(bool unheard)
    {
        var boom = new FormatException();
        TelemetrySpanSource source = unheard ? _dispatcher.GetSpanSource("unheard") : _source;
        Action[] forms =
        [
            () => source.Run(_ => Throw(boom)),
            () => source.Run(_ =>
            {
                Throw(boom);
                return 1;
            }),
            () => source.Run(boom, (_, state) => Throw(state)),
            () => source.Run(boom, (_, state) =>
            {
                Throw(state);
                return 1;
            }),
        ];

        foreach (Action form in forms)
        {
            Assert.Same(boom, Assert.Throws<FormatException>(form));
            Assert.StartsWith($"   at {typeof(SpanExceptionTests)}.Throw(", boom.StackTrace, StringComparison.Ordinal);
        }

        Assert.Equal(unheard ? 0 : 2 * forms.Length, _recorder.Count);
    }

    // A filter would run while the function is still on the stack, before its finally blocks and its caller's.
    [Fact]
    public void C31_exception_is_emitted_after_the_function_was_left()
    {
        var calls = new List<string>();
        _dispatcher.Attach("h", "web.request.exception", Handlers.Writes(calls, "event"));

        Assert.Throws<FormatException>(() => _source.Run(_ =>
        {
            try
            {
                ThrowFormat();
            }
            finally
            {
                calls.Add("finally");
            }
        }));

        Assert.Equal(["finally", "event"], calls);
    }

    [Fact]
    public void C31_given_stack_trace_stands_for_the_exceptions()
    {
        _source.Start().Fail(new FormatException(), "at line 3 of job.ps1");

        Assert.Equal("at line 3 of job.ps1", _recorder.Records[1].Metadata["stacktrace"]);
    }

    [Fact]
    public void Fault_of_code_in_another_language_stands_for_its_exception_and_stack_trace()
    {
        var reason = new FormatException();

        _source.Start().Fail(new HandlerFaultException("boom", reason, "at line 3 of job.ps1"));

        Assert.Same(reason, _recorder.Records[1].Metadata["reason"].ToObject());
        Assert.Equal(typeof(FormatException).FullName, _recorder.Records[1].Metadata["kind"]);
        Assert.Equal("at line 3 of job.ps1", _recorder.Records[1].Metadata["stacktrace"]);
    }

    [Fact]
    public void C31_reason_that_was_never_thrown_has_an_empty_stack_trace()
    {
        _source.Start().Fail(new FormatException());

        Assert.Equal(string.Empty, _recorder.Records[1].Metadata["stacktrace"]);
        Assert.Equal(["telemetry_span_context", "kind", "reason", "stacktrace"], _recorder.Records[1].Metadata.Keys);
    }

    [Fact]
    public void C31_null_is_no_reason()
    {
        using TelemetrySpan span = _source.Start();

        Assert.Throws<ArgumentNullException>("reason", () => span.Fail(null!));
        Assert.Throws<ArgumentNullException>("reason", () => _dispatcher.GetSpanSource("unheard").Start().Fail(null!));
        Assert.False(span.IsEnded);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowFormat() => throw new FormatException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;
}
