using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Telemetry.Extensions;

/// <summary>Writes the events of the rules to the log, from the start of the host to its stop.</summary>
/// <remarks>The handlers are attached and detached as levels change: when the filters of the log change, and every second, as providers
/// can have levels of their own, of which they do not notify.</remarks>
internal sealed class EventLog : IHostedPart
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private readonly TelemetryDispatcher _dispatcher;
    private readonly ILoggerFactory _loggers;
    private readonly IEnumerable<EventLogRule> _rules;
    private readonly EventLogSettings _settings;
    private readonly IOptionsMonitor<LoggerFilterOptions> _filters;
    private readonly TimeProvider _time;
    private EventLogSwitch[] _switches = [];
    private IDisposable? _subscription;
    private ITimer? _timer;
    private volatile bool _isStopped;
    private int _requests;

    public EventLog(
        TelemetryDispatcher dispatcher,
        ILoggerFactory loggers,
        IEnumerable<EventLogRule> rules,
        EventLogSettings settings,
        IOptionsMonitor<LoggerFilterOptions> filters,
        TimeProvider? time = null)
    {
        _dispatcher = dispatcher;
        _loggers = loggers;
        _rules = rules;
        _settings = settings;
        _filters = filters;
        _time = time ?? TimeProvider.System;
    }

    public HostedStage Stage => HostedStage.Logging;

    public ValueTask StartAsync(CancellationToken cancellation)
    {
        _switches = [.. _rules.Concat(_settings.Rules).SelectMany(rule => SwitchesOf(rule, _dispatcher, _loggers))];
        if (_switches.Length > 0)
        {
            // The factory of the loggers subscribed before, so that the levels are changed when this is called.
            _subscription = _filters.OnChange(_ => Check());
            _timer = CreateTimer();
            Check();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask StopAsync(CancellationToken cancellation)
    {
        _subscription?.Dispose();
        if (_timer is { } timer)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        _isStopped = true;
        Check();
    }

    private static IEnumerable<EventLogSwitch> SwitchesOf(EventLogRule rule, TelemetryDispatcher dispatcher, ILoggerFactory loggers)
    {
        ILogger logger = loggers.CreateLogger(rule.Category);
        if (rule.Events is { Count: > 0 } events)
        {
            yield return new(
                dispatcher, new EventLogger(logger, rule.Level, rule.Entries, rule.SeparatesExceptions), events, rule.Handling);
        }

        if (rule.Exceptions is { Count: > 0 } exceptions)
        {
            yield return new(
                dispatcher, new EventLogger(logger, rule.ExceptionLevel, rule.Entries, skipsExceptions: false), exceptions, rule.Handling);
        }
    }

    private ITimer CreateTimer()
    {
        // Otherwise it would keep what flows with the start of the host, such as an activity.
        AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        try
        {
            return _time.CreateTimer(static log => ((EventLog)log!).Check(), this, s_interval, s_interval);
        }
        finally
        {
            flow?.Undo();
        }
    }

    /// <summary>Compares the handlers with the levels. A call during another one returns at once, and the other one compares again: not
    /// under a lock, as attaching can call back code of others.</summary>
    private void Check()
    {
        if (Interlocked.Increment(ref _requests) != 1)
        {
            return;
        }

        int seen;
        do
        {
            seen = Volatile.Read(ref _requests);
            foreach (EventLogSwitch each in _switches)
            {
                each.Apply(_isStopped);
            }
        }
        while (Interlocked.CompareExchange(ref _requests, 0, seen) != seen);
    }
}
