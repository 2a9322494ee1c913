using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Telemetry.Metrics;
using Telemetry.Polling;

namespace Telemetry.Diagnostics;

/// <summary>The built-in polls that setups started for a registry. Two of one name would measure everything twice.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A poller without polls has nothing to dispose of.")]
internal sealed class SharedPolls
{
    private static readonly ConditionalWeakTable<MetricRegistry, SharedPolls> s_ofRegistries = new();

    private readonly object _gate = new();
    private readonly Dictionary<Poll, (string BuiltIn, int Setups)> _polls = [];
    private readonly MetricRegistry _registry;
    private readonly Poller _poller;

    private SharedPolls(MetricRegistry registry)
    {
        _registry = registry;
        _poller = new Poller(registry.Dispatcher);
        _poller.RunStarting += (_, run) => registry.BeginSet(run.Poll);
        _poller.RunEnded += (_, run) => registry.EndSet(run.Poll, run.Succeeded);
        registry.Collecting += (_, _) => _poller.RunOnCollect();
        Bridge = registry.Dispatcher == TelemetryDispatcher.Default ? SourceBridge.Default : new SourceBridge(registry.Dispatcher);
    }

    /// <summary>The bridge of setups that name none.</summary>
    internal SourceBridge Bridge { get; }

    internal static SharedPolls Of(MetricRegistry registry) =>
        s_ofRegistries.GetValue(registry, static registry => new SharedPolls(registry));

    /// <summary>Starts a poll, unless one of this name makes the same measurements.</summary>
    /// <exception cref="PollException">It cannot be started.</exception>
    internal Poll Start(MetricFilePoll entry)
    {
        lock (_gate)
        {
            if (_poller.Find(entry.Name) is not { } known)
            {
                Poll started = Add(entry);
                _polls.Add(started, (entry.BuiltIn, 1));
                return started;
            }

            (string builtIn, int setups) = _polls[known];
            if (!string.Equals(builtIn, entry.BuiltIn, StringComparison.OrdinalIgnoreCase))
            {
                throw new PollException(
                    PollErrorKind.PollAlreadyExists,
                    $"{entry.Place}: There is a poll '{known.Name}' of '{builtIn}' already. Choose another name.",
                    entry.Name);
            }

            _polls[known] = (builtIn, setups + 1);
            return known;
        }
    }

    /// <summary>Removes a poll, unless other setups have it.</summary>
    internal void Release(Poll poll)
    {
        lock (_gate)
        {
            (string builtIn, int setups) = _polls[poll];
            if (setups > 1)
            {
                _polls[poll] = (builtIn, setups - 1);
                return;
            }

            _polls.Remove(poll);
        }

        // Outside the lock: it may wait for a run, in which a handler may start or dispose a setup.
        poll.Dispose();
        _registry.BeginSet(poll);
        _registry.EndSet(poll, isComplete: true);
    }

    private Poll Add(MetricFilePoll entry)
    {
        var options = new PollOptions { OnCollect = entry.OnCollect };
        if (entry.Interval is { } interval)
        {
            options.Interval = interval;
        }

        try
        {
            return _poller.AddBuiltIn(entry.BuiltIn, options, entry.Name);
        }
        catch (PollException e)
        {
            throw new PollException(e.Kind, $"{entry.Place}: {e.Message}", e.Target, e);
        }
    }
}
