using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>The kinds of entries that the library writes to the log of the program, besides events and failures of handlers. The page
/// about logging lists them.</summary>
internal static class HostEvents
{
    // 1 and 2 are failures of handlers.
    internal static HostEvent EventsNotHandled { get; } = new("Handlers", new(3, nameof(EventsNotHandled)));

    internal static HostEvent HandlerUnknown { get; } = new("Handlers", new(4, nameof(HandlerUnknown)));

    internal static HostEvent MetricProblem { get; } = new("Metrics", new(1, nameof(MetricProblem)));

    internal static HostEvent ReporterProblem { get; } = new("Reporters", new(1, nameof(ReporterProblem)));

    internal static HostEvent ReporterRecovered { get; } = new("Reporters", new(2, nameof(ReporterRecovered)), LogLevel.Information);

    internal static HostEvent LastReportMissing { get; } = new("Reporters", new(3, nameof(LastReportMissing)));

    internal static HostEvent PollProblem { get; } = new("Polls", new(1, nameof(PollProblem)));

    internal static HostEvent PollRecovered { get; } = new("Polls", new(2, nameof(PollRecovered)), LogLevel.Information);

    internal static HostEvent SourceNotStopped { get; } = new("Sources", new(1, nameof(SourceNotStopped)));

    internal static HostEvent PartNotStopped { get; } = new("Extensions", new(1, nameof(PartNotStopped)));
}
