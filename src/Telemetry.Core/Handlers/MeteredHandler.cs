using System.Diagnostics;

namespace Telemetry;

/// <summary>Calls a handler, and counts and times the calls for each of its patterns. Safe to use from any thread.</summary>
internal sealed class MeteredHandler
{
    private readonly TelemetryHandler _next;
    private readonly EventPattern[] _patterns;
    private readonly CallMeter[] _meters;

    // The meters of the events that the handler names. Null if it has one pattern, which stands for all of its events.
    private readonly Dictionary<EventName, CallMeter>? _named;

    internal MeteredHandler(EventPattern[] patterns, TelemetryHandler next)
    {
        _next = next;
        _patterns = patterns;
        _meters = Array.ConvertAll(patterns, static _ => new CallMeter());
        if (patterns.Length > 1)
        {
            _named = new Dictionary<EventName, CallMeter>();
            for (int i = 0; i < patterns.Length; i++)
            {
                if (patterns[i].EventName is { } name)
                {
                    _named.Add(name, _meters[i]);
                }
            }
        }
    }

    internal void Handle(in EventData data, object? config)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            _next(in data, config);
        }
        finally
        {
            MeterOf(data.EventName).Add(start);
        }
    }

    /// <summary>Counts a call that ends now, of a handler that is not called by this object.</summary>
    /// <param name="name">The event.</param>
    /// <param name="start">The time at which the call began, of the clock of <see cref="Stopwatch"/>.</param>
    internal void CountCall(EventName name, long start) => MeterOf(name).Add(start);

    /// <summary>Counts a failure of the handler, or of its filter, at an event.</summary>
    internal void CountFailure(EventName name) => MeterOf(name).AddFailure();

    /// <summary>Counts an event that the conditions or the filter rejected.</summary>
    internal void CountFiltered(EventName name) => MeterOf(name).AddFiltered();

    /// <summary>Counts an event that came too soon after a call.</summary>
    internal void CountThrottled(EventName name) => MeterOf(name).AddThrottled();

    /// <summary>Returns the statistics of all calls.</summary>
    internal HandlerStatistics Read() => CallMeter.Read(_meters);

    /// <summary>Returns the statistics of the calls for the events that count for a pattern; null if the handler does not have
    /// the pattern.</summary>
    internal HandlerStatistics? Read(EventPattern pattern)
    {
        int index = Array.IndexOf(_patterns, pattern);
        return index < 0 ? null : CallMeter.Read(_meters[index]);
    }

    private CallMeter MeterOf(EventName name)
    {
        if (_named is null)
        {
            return _meters[0];
        }

        if (_named.TryGetValue(name, out CallMeter? named))
        {
            return named;
        }

        // A loop, as a lambda would be allocated for each call. The last pattern is not compared: one of them matches.
        int index = 0;
        while (index < _patterns.Length - 1 && !(_patterns[index].HasWildcards && _patterns[index].IsMatch(name.ToString())))
        {
            index++;
        }

        return _meters[index];
    }
}
