using System.Runtime.CompilerServices;
using Telemetry.Metrics;

namespace Telemetry.Diagnostics;

/// <summary>The sources of a bridge that several users share, such as setups. A source is enabled until the last of them releases
/// it.</summary>
internal sealed class SharedSources
{
    private static readonly ConditionalWeakTable<SourceBridge, SharedSources> s_ofBridges = new();

    private readonly object _gate = new();
    private readonly Dictionary<TelemetrySource, int> _users = [];
    private readonly SourceBridge _bridge;

    private SharedSources(SourceBridge bridge) => _bridge = bridge;

    internal static SharedSources Of(SourceBridge bridge) => s_ofBridges.GetValue(bridge, static bridge => new SharedSources(bridge));

    /// <summary>Enables the source of a file, unless it is enabled with the same options.</summary>
    /// <exception cref="SourceException">It cannot be enabled.</exception>
    internal TelemetrySource Enable(MetricFileSource entry, bool awaitsSource)
    {
        SourceKind? kind = Enum.TryParse(entry.Via, ignoreCase: true, out SourceKind via) ? via : null;
        var options = new SourceOptions
        {
            Prefix = entry.Prefix,
            Tags = entry.Tags,
            Interval = entry.Interval ?? new SourceOptions().Interval,
            AwaitsSource = awaitsSource,
        };
        try
        {
            return Enable(entry.Name, kind, options);
        }
        catch (SourceException e)
        {
            throw new SourceException(e.Kind, $"{entry.Place}: {e.Message}", e.Target);
        }
    }

    /// <summary>Enables a source, unless it is enabled with the same options.</summary>
    /// <exception cref="SourceException">It cannot be enabled.</exception>
    internal TelemetrySource Enable(string name, SourceKind? kind, SourceOptions options)
    {
        lock (_gate)
        {
            try
            {
                TelemetrySource enabled = _bridge.Enable(name, kind, options);
                _users.Add(enabled, 1);
                return enabled;
            }
            catch (SourceException e) when (e.Kind == SourceErrorKind.SourceAlreadyEnabled && Find(name, kind, options) is not null)
            {
                TelemetrySource known = Find(name, kind, options)!;
                if (_users.TryGetValue(known, out int users))
                {
                    _users[known] = users + 1;
                }

                return known;
            }
        }
    }

    /// <summary>Disables a source, unless others share it, or it was enabled otherwise.</summary>
    internal void Release(TelemetrySource source)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(source, out int users))
            {
                return;
            }

            if (users > 1)
            {
                _users[source] = users - 1;
                return;
            }

            _users.Remove(source);
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
