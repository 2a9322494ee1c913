using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>The handles of the spans of one dispatcher, by name. Safe to use from any thread.</summary>
internal sealed class SpanSources
{
    // Weak, so that an entry is collected with its dispatcher.
    private static readonly ConditionalWeakTable<TelemetryDispatcher, SpanSources> s_all = new();

    private readonly Dictionary<EventName, TelemetrySpanSource> _sources = [];

    internal static SpanSources Of(TelemetryDispatcher dispatcher) => s_all.GetOrCreateValue(dispatcher);

    internal TelemetrySpanSource GetOrAdd(TelemetryDispatcher dispatcher, EventName name)
    {
        lock (_sources)
        {
            if (!_sources.TryGetValue(name, out TelemetrySpanSource? source))
            {
                source = new TelemetrySpanSource(
                    name,
                    dispatcher.GetEvent(name.Append(SpanSuffixes.Start)),
                    dispatcher.GetEvent(name.Append(SpanSuffixes.Stop)),
                    dispatcher.GetEvent(name.Append(SpanSuffixes.Exception)));
                _sources.Add(name, source);
            }

            return source;
        }
    }
}
