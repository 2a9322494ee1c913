using Microsoft.Extensions.Diagnostics.HealthChecks;
using Telemetry.Polling;
using Telemetry.Reporters;

namespace Telemetry.Extensions;

/// <summary>Checks the health of the library in a program: handlers that were detached for failing, reporters and polls that
/// fail.</summary>
/// <param name="dispatchers">The dispatchers of the container, of which the last one counts; none for that of the process.</param>
internal sealed class TelemetryHealthCheck(IEnumerable<TelemetryDispatcher> dispatchers) : IHealthCheck
{
    private readonly TelemetryDispatcher _dispatcher = dispatchers.LastOrDefault() ?? TelemetryDispatcher.Default;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        (string Key, string Problem)[] problems = [.. FindHandlers(), .. FindReporters(), .. FindPolls()];
        var data = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string problem) in problems)
        {
            data.TryAdd(key, problem);
        }

        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy("No handler was detached for failing, and all reporters and polls work.")
            : new HealthCheckResult(
                context.Registration.FailureStatus, string.Join(' ', problems.Select(problem => problem.Problem)), data: data));
    }

    private IEnumerable<(string Key, string Problem)> FindHandlers() => _dispatcher.ListDetached().Select(handler => (
        $"handler {handler.Id}",
        Sentence($"Handler '{handler.Id}' was detached: {handler.LastFailure?.Message ?? "it failed"}")));

    private IEnumerable<(string Key, string Problem)> FindReporters() => Reporter.List()
        .Where(reporter => reporter.Registry.Dispatcher == _dispatcher && reporter.State == ReporterState.Failing)
        .Select(reporter => (
            $"reporter {reporter.Name}",
            Sentence($"Reporter '{reporter.Name}' does not reach {reporter.Target}: {reporter.LastError}")));

    private IEnumerable<(string Key, string Problem)> FindPolls() => Poller.ListAll()
        .Where(poll => poll.Poller.Dispatcher == _dispatcher && poll.State is PollState.Failing or PollState.Abandoned)
        .Select(poll => ($"poll {poll.Name}", Sentence($"Poll '{poll.Name}' fails: {poll.LastError}")));

    private static string Sentence(string text) => text.TrimEnd('.', ' ', '\r', '\n') + ".";
}
