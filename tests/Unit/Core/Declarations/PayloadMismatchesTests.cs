using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The report of events that typed handlers cannot receive. Their event is tested with the generator.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class PayloadMismatchesTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Without_a_handler_of_the_report_the_trace_has_it()
    {
        var mismatches = new PayloadMismatches(_dispatcher, "typed");
        using var trace = new TraceLines();

        for (int i = 0; i < 9; i++)
        {
            mismatches.Report(new EventData(EventName.Parse("job.done"), default), "n");
        }

        (_, string line) = Assert.Single(trace.With("'typed'"));
        Assert.StartsWith(
            "Event 'job.done' was not passed to handler 'typed', which reads it as declared: 'n' is missing.",
            line,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Typed_handler_of_the_report_itself_does_not_report_forever()
    {
        var mismatches = new PayloadMismatches(_dispatcher, "typed");
        int calls = 0;
        _dispatcher.Attach(
            "typed",
            PayloadMismatches.EventName,
            (in EventData data, object? config) =>
            {
                calls++;
                mismatches.Report(in data, "n");
            });

        mismatches.Report(new EventData(EventName.Parse("job.done"), default), "n");

        Assert.Equal(1, calls);
    }
}
