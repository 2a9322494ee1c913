using Microsoft.Extensions.DependencyInjection;
using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Extensions;

/// <summary>Runs the polls of the services while the host runs, for the metrics of the container.</summary>
internal sealed class HostedPolls(
    Poller poller, MetricRegistry registry, IServiceScopeFactory scopes, IEnumerable<AddedPoll> added, HostLog log) : IHostedPart
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    private readonly ScopedCalls _calls = new(scopes);
    private readonly List<Poll> _polls = [];

    public HostedStage Stage => HostedStage.Sources;

    /// <exception cref="PollException">An option is not valid, or two polls have the same name.</exception>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        poller.Noticed += OnNoticed;
        poller.RunStarting += OnRunStarting;
        poller.RunEnded += OnRunEnded;
        registry.Collecting += OnCollecting;
        try
        {
            foreach (AddedPoll poll in added)
            {
                _polls.Add(poller.Add(poll.Name, context => MeasureAsync(poll, context), poll.Options));
            }
        }
        catch
        {
            await StopAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask StopAsync(CancellationToken cancellation)
    {
        registry.Collecting -= OnCollecting;
        Task removed = Task.WhenAll(_polls.Select(poll => poll.RemoveAsync(s_longest)));
        await removed.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (Poll poll in _polls)
        {
            // A set without values, which ends the series that the last run had.
            registry.BeginSet(poll);
            registry.EndSet(poll, isComplete: true);
        }

        _polls.Clear();
        poller.RunStarting -= OnRunStarting;
        poller.RunEnded -= OnRunEnded;
        poller.Noticed -= OnNoticed;
        if (removed.IsCompleted)
        {
            await removed.ConfigureAwait(false);
        }
    }

    private Task MeasureAsync(AddedPoll poll, PollContext context) =>
        _calls.RunAsync(services => new ValueTask(poll.Measure(services, context))).AsTask();

    private void OnNoticed(object? sender, PollNotice notice) => log.Write(
        notice.IsRecovery ? HostEvents.PollRecovered : HostEvents.PollProblem,
        notice.Message,
        notice.Exception,
        new KeyValuePair<string, object?>("PollName", notice.Poll.Name));

    private void OnRunStarting(object? sender, PollRun run) => registry.BeginSet(run.Poll);

    private void OnRunEnded(object? sender, PollRun run) => registry.EndSet(run.Poll, run.Succeeded);

    private void OnCollecting(object? sender, EventArgs arguments) => poller.RunOnCollect();
}
