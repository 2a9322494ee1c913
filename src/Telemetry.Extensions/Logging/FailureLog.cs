using Microsoft.Extensions.Logging;
using Telemetry.Metrics;

namespace Telemetry.Extensions;

/// <summary>Writes the failures of handlers and the problems of metrics to the log, from the start of the host to its stop.</summary>
/// <remarks>An exception of a logging provider does not reach the emitter: it is that of a subscriber, which is logged by the dispatcher.
/// The failure is then written to the trace, unless somebody else is notified of it.</remarks>
internal sealed class FailureLog(TelemetryDispatcher dispatcher, MetricRegistry registry, ILoggerFactory loggers, HostLog log)
    : IHostedPart
{
    // A handler that stays and fails at each event would fill the log.
    private const int AlwaysShown = 10;

    private static readonly EventId s_detached = new(1, "HandlerDetached");
    private static readonly EventId s_failed = new(2, "HandlerFailed");

    private readonly ILogger _logger = loggers.CreateLogger("Telemetry.Handlers");

    public HostedStage Stage => HostedStage.Logging;

    public ValueTask StartAsync(CancellationToken cancellation)
    {
        dispatcher.HandlerFailed += OnHandlerFailed;
        registry.ProblemFound += OnProblemFound;
        return ValueTask.CompletedTask;
    }

    public ValueTask StopAsync(CancellationToken cancellation)
    {
        dispatcher.HandlerFailed -= OnHandlerFailed;
        registry.ProblemFound -= OnProblemFound;
        return ValueTask.CompletedTask;
    }

    private void OnHandlerFailed(object? sender, HandlerFailure failure)
    {
        // Without asking whether the level is enabled: a provider that throws then would keep the entry from the others.
        LogLevel level = LevelOf(failure);
        EventId id = failure.WasDetached ? s_detached : s_failed;
        LogEntry entry = FailureEntry.Of(failure);
        _logger.Log(level, id, entry, failure.Exception, static (entry, _) => entry.ToString());
    }

    private void OnProblemFound(object? sender, MetricProblemReport report) => log.Write(
        HostEvents.MetricProblem,
        report.Message,
        report.Exception,
        new("MetricName", report.Metric.Definition.Name),
        new("Problem", report.Problem.ToString()),
        new("EventName", report.EventName.ToString()));

    // The tenth, the hundredth and so on have the numbers of those in between. So also a failure that the log itself causes, in a
    // buffered handler of an event that a provider emits, does not go on in a circle.
    private static LogLevel LevelOf(HandlerFailure failure) =>
        failure.WasDetached ? LogLevel.Error
        : failure.FailuresInARow <= AlwaysShown || IsPowerOfTen(failure.FailuresInARow) ? LogLevel.Warning
        : LogLevel.Debug;

    private static bool IsPowerOfTen(int number)
    {
        while (number >= 10 && number % 10 == 0)
        {
            number /= 10;
        }

        return number == 1;
    }
}
