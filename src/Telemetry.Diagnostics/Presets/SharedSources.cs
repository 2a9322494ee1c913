using System.Runtime.CompilerServices;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The sources that setups enabled by a bridge.</summary>
internal sealed class SharedSources
{
    private static readonly ConditionalWeakTable<SourceBridge, SharedSources> s_ofBridges = new();

    private readonly object _gate = new();
    private readonly Dictionary<TelemetrySource, int> _setups = [];
    private readonly SourceBridge _bridge;

    private SharedSources(SourceBridge bridge) => _bridge = bridge;

    internal static SharedSources Of(SourceBridge bridge) => s_ofBridges.GetValue(bridge, static bridge => new SharedSources(bridge));

    /// <summary>Enables a source, unless it is enabled with the same options.</summary>
    /// <exception cref="SourceException">It cannot be enabled.</exception>
    internal TelemetrySource Enable(MetricFileSource entry)
    {
        SourceKind? kind = Enum.TryParse(entry.Via, ignoreCase: true, out SourceKind via) ? via : null;
        var options = new SourceOptions
        {
            Prefix = entry.Prefix,
            Tags = entry.Tags,
            Interval = entry.Interval ?? new SourceOptions().Interval,
        };
        lock (_gate)
        {
            try
            {
                TelemetrySource enabled = _bridge.Enable(entry.Name, kind, options);
                _setups.Add(enabled, 1);
                return enabled;
            }
            catch (SourceException e) when (e.Kind == SourceErrorKind.SourceAlreadyEnabled && Find(entry.Name, kind, options) is not null)
            {
                TelemetrySource known = Find(entry.Name, kind, options)!;
                if (_setups.TryGetValue(known, out int setups))
                {
                    _setups[known] = setups + 1;
                }

                return known;
            }
            catch (SourceException e)
            {
                throw new SourceException(e.Kind, $"{entry.Place}: {e.Message}", e.Target);
            }
        }
    }

    /// <summary>Disables a source, unless other setups have it, or it was enabled otherwise.</summary>
    internal void Release(TelemetrySource source)
    {
        lock (_gate)
        {
            if (!_setups.TryGetValue(source, out int setups))
            {
                return;
            }

            if (setups > 1)
            {
                _setups[source] = setups - 1;
                return;
            }

            _setups.Remove(source);
        }

        source.Dispose();
    }

    // Without a kind, the first one is meant that the source has.
    private TelemetrySource? Find(string name, SourceKind? kind, SourceOptions options) => _bridge.List()
        .Where(source => (kind is null || source.Kind == kind) && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase))
        .OrderBy(source => source.Kind)
        .Take(1)
        .FirstOrDefault(source =>
            string.Equals(source.Prefix ?? string.Empty, options.Prefix ?? string.Empty, StringComparison.OrdinalIgnoreCase)
            && (source.Tags is null ? options.Tags is null : options.Tags is not null && source.Tags.SequenceEqual(options.Tags)));
}
