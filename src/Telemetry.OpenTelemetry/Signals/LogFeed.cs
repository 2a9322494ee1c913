using System.Diagnostics;
using Telemetry.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>Makes log records of events, on the threads that emit, until it is disposed.</summary>
internal sealed class LogFeed : IDisposable
{
    private const string ErrorEnd = ".exception";
    private const string Message = "exception.message";

    private static readonly HandlerOptions s_options = new() { FailurePolicy = FailurePolicy.KeepAlways };
    private static int s_feeds;

    private readonly Action<LogEntry> _add;
    private readonly ActivityPublication? _spans;
    private readonly HandlerRegistration _handler;

    /// <param name="dispatcher">The dispatcher of the events.</param>
    /// <param name="patterns">The patterns of the names of the events.</param>
    /// <param name="spans">The published spans; null for none. It was created before, so that it knows a span when this handler is
    /// called for its start.</param>
    /// <param name="add">Receives the log records.</param>
    internal LogFeed(
        TelemetryDispatcher dispatcher, IReadOnlyList<EventPattern> patterns, ActivityPublication? spans, Action<LogEntry> add)
    {
        _spans = spans;
        _add = add;
        _handler = dispatcher.AttachMany(
            $"telemetry.logs.{Interlocked.Increment(ref s_feeds)}", patterns, Handle, config: null, s_options);
    }

    public void Dispose() => _handler.Dispose();

    private void Handle(in EventData data, object? config)
    {
        string name = data.EventName.ToString();
        bool isError = name.EndsWith(ErrorEnd, StringComparison.OrdinalIgnoreCase);
        KeyValuePair<string, object?>[] attributes = EventTags.Of(in data);
        _add(new LogEntry(
            DateTime.UtcNow, name, isError, isError ? WithMessage(name, attributes) : name, attributes, ContextOf(in data)));
    }

    private static string WithMessage(string name, KeyValuePair<string, object?>[] attributes) =>
        Array.Find(attributes, attribute => attribute.Key == Message).Value is { } message ? $"{name}: {message}" : name;

    private ActivityContext ContextOf(in EventData data)
    {
        Activity? activity = _spans?.FindActivity(in data);
        if (activity is null)
        {
            activity = Activity.Current;
            while (activity is { IsStopped: true })
            {
                activity = activity.Parent;
            }
        }

        return activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Context : default;
    }
}
