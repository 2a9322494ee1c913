using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>The sources that the cmdlets enabled. They are disabled with the last session that has the module imported. Safe to use
/// from any thread.</summary>
/// <remarks>The first use loads the library (<see cref="BridgeSupport"/>).</remarks>
internal static class ModuleSources
{
    private static readonly object s_gate = new();

    // With the request of each, as a source does not tell its interval.
    private static readonly Dictionary<TelemetrySource, SourceRequest> s_enabled = [];

    static ModuleSources() => SessionEnd.DisableSources += DisableAll;

    internal static SourceBridge Bridge => SourceBridge.Default;

    /// <summary>Enables a source, unless it is enabled in the same way.</summary>
    /// <exception cref="SourceException">The source is not known, it is enabled in another way, or an option is not valid.</exception>
    internal static EnabledSource Enable(SourceRequest request)
    {
        SourceKind? kind = request.Via is null ? null : SourceKinds.Find(request.Via);
        try
        {
            TelemetrySource source = Bridge.Enable(request.Name, kind, OptionsOf(request));
            lock (s_gate)
            {
                s_enabled.Add(source, request);
            }

            return new EnabledSource(source, isNew: true);
        }
        catch (SourceException e) when (e.Kind == SourceErrorKind.SourceAlreadyEnabled)
        {
            if (Find(request.Name, kind) is { } source && IsSame(source, request))
            {
                return new EnabledSource(source, isNew: false);
            }

            throw;
        }
    }

    /// <summary>Disables a source, which a cmdlet or C# code enabled.</summary>
    internal static void Disable(TelemetrySource source)
    {
        lock (s_gate)
        {
            s_enabled.Remove(source);
        }

        source.Dispose();
    }

    private static SourceOptions OptionsOf(SourceRequest request)
    {
        TimeSpan interval = request.Interval ?? new SourceOptions().Interval;
        return new SourceOptions
        {
            Prefix = request.Prefix,
            Tags = request.Tags,
            AwaitsSource = request.AwaitsSource,
            Interval = interval,
        };
    }

    // Of a source that is enabled by several kinds, the first is the one that is chosen without a kind.
    private static TelemetrySource? Find(string name, SourceKind? kind) => Bridge.List()
        .Where(source => (kind is null || source.Kind == kind) && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase))
        .OrderBy(source => source.Kind)
        .FirstOrDefault();

    private static bool IsSame(TelemetrySource source, SourceRequest request)
    {
        if (!string.Equals(source.Prefix ?? string.Empty, request.Prefix ?? string.Empty, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        lock (s_gate)
        {
            return request.Place is not null
                || (HasSameTags(source.Tags, request.Tags)
                    && (!s_enabled.TryGetValue(source, out SourceRequest? first) || first.Interval == request.Interval));
        }
    }

    private static bool HasSameTags(IReadOnlyList<string>? tags, IReadOnlyList<string>? others) =>
        tags is null || others is null
            ? tags is null && others is null
            : new HashSet<string>(tags, StringComparer.OrdinalIgnoreCase).SetEquals(others);

    private static void DisableAll()
    {
        TelemetrySource[] enabled;
        lock (s_gate)
        {
            enabled = [.. s_enabled.Keys];
            s_enabled.Clear();
        }

        Array.ForEach(enabled, source => source.Dispose());
    }
}
