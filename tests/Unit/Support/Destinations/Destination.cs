using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>The destination of a reporter of some kind, which can be away, and can be asked for what arrived.</summary>
internal abstract class Destination : IDisposable
{
    /// <summary>The destinations of all kinds of reporters, by the kind.</summary>
    internal static IReadOnlyDictionary<string, Func<Destination>> All { get; } = new Dictionary<string, Func<Destination>>
    {
        ["console"] = static () => new ConsoleDestination(),
        ["jsonlines"] = static () => new JsonLinesDestination(),
        ["prometheus"] = static () => new EndpointDestination(),
        ["pushgateway"] = static () => new PushDestination(),
        ["statsd"] = static () => new StatsDDestination(),
        ["textfile"] = static () => new TextFileDestination(),
    };

    /// <summary>Whether a report fails while the destination is away. A scrape that nobody makes cannot fail.</summary>
    internal virtual bool FailsWhileAway => true;

    /// <summary>Whether a report that seems to have arrived has arrived. Nobody confirms a datagram; that it did not arrive may be
    /// known with the next one.</summary>
    internal virtual bool IsConfirmed => true;

    /// <summary>Creates a reporter of <c>job.count</c> to this destination, with a long interval.</summary>
    internal abstract Reporter Create(MetricRegistry registry);

    /// <summary>The number of jobs that arrived in all reports so far.</summary>
    internal abstract long Arrived();

    /// <summary>Makes the destination go away.</summary>
    internal abstract void GoAway();

    /// <summary>Makes the destination come back.</summary>
    internal abstract void ComeBack();

    public abstract void Dispose();
}
