using System.Management.Automation;
using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>A source of the platform, as Get-TelemetrySource writes it. The state and the numbers of an enabled one are read when
/// they are asked for, after it was disabled, too.</summary>
public sealed class ScriptSourceInfo
{
    private const int EventWidth = 38;

    private readonly SourceInfo _info;

    private ScriptSourceInfo(SourceInfo info, TelemetrySource? source)
    {
        _info = info;
        Source = source;
    }

    /// <summary>The name of the source.</summary>
    public string Name => _info.Name;

    /// <summary>The kind of the source.</summary>
    public SourceKind Via => _info.Kind;

    /// <summary>The state.</summary>
    public TelemetrySourceState State =>
        !IsEnabled ? Exists ? TelemetrySourceState.Available : TelemetrySourceState.Known
        : Source!.IsListening && Exists ? TelemetrySourceState.Listening
        : Exists ? TelemetrySourceState.Idle
        : TelemetrySourceState.Waiting;

    /// <summary>The names of the events, of those that are known and those that it gave.</summary>
    public IReadOnlyList<string> Events => Source?.EventNames ?? _info.Events;

    /// <summary>The segments that precede the names of the events; null if there are none.</summary>
    public string? Prefix => Source?.Prefix;

    /// <summary>The tags that events have, with wildcards; null for all that hold no secret.</summary>
    public IReadOnlyList<string>? Tags => Source?.Tags;

    /// <summary>The number of events that were emitted.</summary>
    public long Emitted => Source?.Emitted ?? 0;

    /// <summary>The number of activities, measurements and messages that became no event, as they were the work of a
    /// handler.</summary>
    public long Suppressed => Source?.Suppressed ?? 0;

    /// <summary>The number of occurrences of problems, such as activities and tags that were left out.</summary>
    public long Dropped => Source?.Dropped.Values.Sum() ?? 0;

    /// <summary>The description of the last problem; null if there was none.</summary>
    public string? LastProblem => Source?.LastProblem is { } problem ? PlainText.Of(problem) : null;

    /// <summary>The description of the source; null if it is not known.</summary>
    public string? Description => _info.Description;

    /// <summary>The enabled source, for C# code; null if it is not enabled.</summary>
    [Hidden]
    public TelemetrySource? Source { get; }

    /// <summary>The problems with their numbers, as text; null if there was none.</summary>
    [Hidden]
    public string? DroppedText => Source is { Dropped: { Count: > 0 } dropped }
        ? string.Join(", ", dropped.OrderBy(entry => entry.Key).Select(entry => FormattableString.Invariant($"{entry.Key} {entry.Value}")))
        : null;

    /// <summary>The names of the events as a short text, without the endings of spans.</summary>
    [Hidden]
    public string EventText => PlainText.Of(EventList.Describe(Events, EventWidth));

    /// <summary>The numbers of signals that became no event, as text; null if there was none.</summary>
    [Hidden]
    public string? LossText
    {
        get
        {
            string text = string.Join(
                ", ",
                new[] { Suppressed > 0 ? FormattableString.Invariant($"Suppressed {Suppressed}") : null, DroppedText }.OfType<string>());
            return text.Length == 0 ? null : text;
        }
    }

    /// <summary>The tags as text; null for all that hold no secret.</summary>
    [Hidden]
    public string? TagText => Tags is { } tags ? PlainText.Of(string.Join(", ", tags)) : null;

    /// <summary>Returns the name, by which the cmdlets find the source.</summary>
    public override string ToString() => Name;

    /// <summary>Whether the source is enabled now.</summary>
    [Hidden]
    public bool IsEnabled => Source is not null && ModuleSources.Bridge.List().Contains(Source);

    /// <summary>Returns the sources that are known, that exist and that are enabled, by name.</summary>
    internal static IReadOnlyList<ScriptSourceInfo> All()
    {
        IReadOnlyList<TelemetrySource> enabled = ModuleSources.Bridge.List();
        return
        [
            .. ModuleSources.Bridge.Discover()
                .Select(info => new ScriptSourceInfo(info, enabled.FirstOrDefault(source => IsOf(source, info))))
                .OrderBy(source => source.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(source => source.Via),
        ];
    }

    /// <summary>Returns the sources that are enabled, by name.</summary>
    internal static IReadOnlyList<ScriptSourceInfo> Enabled() => [.. All().Where(source => source.Source is not null)];

    /// <summary>Returns an enabled source.</summary>
    internal static ScriptSourceInfo Of(TelemetrySource source) =>
        All().FirstOrDefault(info => info.Source == source) ?? new ScriptSourceInfo(
            ModuleSources.Bridge.Discover().First(info => IsOf(source, info)), source);

    private bool Exists => Source?.Exists ?? _info.Exists;

    private static bool IsOf(TelemetrySource source, SourceInfo info) =>
        source.Kind == info.Kind && string.Equals(source.Name, info.Name, StringComparison.OrdinalIgnoreCase);
}
