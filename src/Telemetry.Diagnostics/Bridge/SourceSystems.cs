namespace Telemetry.Diagnostics;

/// <summary>The kinds of sources, and the sources that there are.</summary>
internal static class SourceSystems
{
    // In the order in which a kind is chosen where none is given.
    private static readonly ISourceSystem[] s_systems = [new ActivitySystem(), new MeterSystem(), new DiagnosticListenerSystem()];

    internal static ISourceSystem Of(SourceKind kind) => Array.Find(s_systems, system => system.Kind == kind)
        ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "This is no kind of source.");

    /// <summary>Returns the name of a source in the platform's spelling, and its kind.</summary>
    /// <exception cref="SourceException">There is no such source, and it is not awaited.</exception>
    internal static (string Name, SourceKind Kind) Resolve(string name, SourceKind? kind, bool awaits)
    {
        ISourceSystem[] systems = kind is { } given ? [Of(given)] : s_systems;
        foreach (ISourceSystem system in systems)
        {
            if (KnownSources.Find(name, system.Kind) is { } known)
            {
                return (known.Name, system.Kind);
            }
        }

        foreach (ISourceSystem system in systems)
        {
            if (system.FindNames().FirstOrDefault(found => string.Equals(found, name, StringComparison.OrdinalIgnoreCase)) is { } exact)
            {
                return (exact, system.Kind);
            }
        }

        return awaits ? (name, kind ?? SourceKind.Activity) : throw SourceErrors.Unknown(name, kind, Discover([]));
    }

    /// <summary>Returns the sources that are known, that exist, and that are enabled.</summary>
    internal static IReadOnlyList<SourceInfo> Discover(IReadOnlyList<TelemetrySource> enabled) =>
        [.. s_systems.SelectMany(system => Discover(system, enabled))];

    private static IEnumerable<SourceInfo> Discover(ISourceSystem system, IReadOnlyList<TelemetrySource> enabled)
    {
        IReadOnlyCollection<string> existing = system.FindNames();
        return KnownSources.All.Where(known => known.Kind == system.Kind).Select(known => known.Name)
            .Concat(existing)
            .Concat(enabled.Where(source => source.Kind == system.Kind).Select(source => source.Name))
            .Where(name => !SourceNames.IsOwn(name))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Select(name => Describe(name, system.Kind, existing, enabled));
    }

    private static SourceInfo Describe(
        string name, SourceKind kind, IReadOnlyCollection<string> existing, IReadOnlyList<TelemetrySource> enabled)
    {
        KnownSource? known = KnownSources.Find(name, kind);
        TelemetrySource? source = enabled.FirstOrDefault(
            source => source.Kind == kind && string.Equals(source.Name, name, StringComparison.OrdinalIgnoreCase));
        return new SourceInfo(name, kind)
        {
            IsKnown = known is not null,
            Exists = existing.Contains(name, StringComparer.OrdinalIgnoreCase),
            IsEnabled = source is not null,
            Events = source?.EventNames ?? [.. known?.Events ?? []],
            Description = known?.Description,
        };
    }
}
