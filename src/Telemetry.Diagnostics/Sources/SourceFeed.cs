using System.Collections.Concurrent;

namespace Telemetry.Diagnostics;

/// <summary>The way from the listener of an enabled source to the dispatcher: names and emits events, and counts. Nothing that is
/// called here throws. Safe to use from any thread.</summary>
internal sealed partial class SourceFeed
{
    // A set: the values are not used.
    private readonly ConcurrentDictionary<EventName, bool> _names = new();

    internal SourceFeed(TelemetryDispatcher dispatcher, string name, SourceKind kind, SourceOptions options)
    {
        Dispatcher = dispatcher;
        SourceName = name;
        Kind = kind;
        Options = options;
        Known = KnownSources.Find(name, kind);
        Tags = new TagFilter(options.Tags, Known?.QuotesData ?? false);
        Secrets = new ActivitySecrets(options.Tags is null ? Tags : new TagFilter(patterns: null, Known?.QuotesData ?? false));
        Flow = new SourceFlow(this, outer: null);
        Events = new NameTable<TelemetryEvent>(operation => GetEvent(EventNameOf(operation)), CountTooManyNames);
        foreach (string known in Known?.Events ?? [])
        {
            _names[EventName.Parse(WithPrefix(known))] = true;
        }
    }

    internal TelemetryDispatcher Dispatcher { get; }

    /// <summary>The name of the source, as the platform has it or as it was given.</summary>
    internal string SourceName { get; }

    internal SourceKind Kind { get; }

    internal SourceOptions Options { get; }

    /// <summary>The source as the library knows it; null if it is not known.</summary>
    internal KnownSource? Known { get; }

    /// <summary>The tags that events have.</summary>
    internal TagFilter Tags { get; }

    /// <summary>The tags of activities that may hold secrets.</summary>
    internal ActivitySecrets Secrets { get; }

    internal SourceCounts Counts { get; } = new();

    /// <summary>The events by the names of the instruments or messages, at most <see cref="NameTable{TValue}.Limit"/>.</summary>
    internal NameTable<TelemetryEvent> Events { get; }

    /// <summary>The mark of a flow of control that comes from handlers of this source alone.</summary>
    internal SourceFlow Flow { get; }

    /// <summary>The names of the events that are known, and of those that the source gave, in order.</summary>
    internal IReadOnlyList<string> EventNames =>
        [.. _names.Keys.Select(name => name.ToString()).OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Determines whether a name that the platform reports is that of the source.</summary>
    internal bool IsSource(string? name) => string.Equals(name, SourceName, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the name of the events of an operation, an instrument or a message: from the table, or made of both
    /// names; with the prefix.</summary>
    internal string EventNameOf(string operation) => WithPrefix(Known?.Find(operation)
        ?? (operation == SourceNames.Other
            ? SourceNames.ToSegments(SourceName) + "." + SourceNames.Other
            : SourceNames.Join(SourceName, operation)));

    /// <summary>Returns the beginnings of the names of all events of the source.</summary>
    internal IEnumerable<string> Roots => new[] { SourceNames.ToSegments(SourceName) }
        .Concat(Known?.Roots ?? [])
        .Distinct(StringComparer.OrdinalIgnoreCase)
        .Select(WithPrefix);

    /// <summary>Gets the handle of an event by its whole name, and lists the name as one of the source.</summary>
    internal TelemetryEvent GetEvent(string name)
    {
        TelemetryEvent found = Dispatcher.GetEvent(name);
        _names[found.EventName] = true;
        return found;
    }

    /// <summary>Determines whether what happens now is the work of a handler of this source, and must not become an event. The
    /// caller counts it, once for each event.</summary>
    internal bool IsSuppressed => SourceFlow.Contains(this)
        || (HandlerBuffer.DeliveredEventName is { } delivered && _names.ContainsKey(delivered));

    /// <summary>Emits an event that is built if it has handlers. An exception is counted; none is thrown.</summary>
    internal void Emit<TState>(TelemetryEvent target, TState state, EventBuilderAction<TState> build)
    {
        if (!target.HasHandlers)
        {
            return;
        }

        SourceFlow.Scope scope = SourceFlow.Begin(this);
        try
        {
            target.Execute(state, build);
            Counts.CountEmitted();
        }
        catch (Exception e)
        {
            CountFailure(target, e);
        }
        finally
        {
            scope.End();
        }
    }

    /// <summary>Emits an event. An exception is counted; none is thrown.</summary>
    internal void Emit(
        TelemetryEvent target,
        ReadOnlySpan<KeyValuePair<string, MeasurementValue>> measurements,
        ReadOnlySpan<KeyValuePair<string, MetadataValue>> metadata)
    {
        if (!target.HasHandlers)
        {
            return;
        }

        SourceFlow.Scope scope = SourceFlow.Begin(this);
        try
        {
            target.Execute(measurements, metadata);
            Counts.CountEmitted();
        }
        catch (Exception e)
        {
            CountFailure(target, e);
        }
        finally
        {
            scope.End();
        }
    }

    internal void CountTooManyNames() => Counts.Count(
        SourceProblem.TooManyNames,
        $"The source '{SourceName}' has more than {NameTable<TelemetryEvent>.Limit} names; further ones share one event.");

    private string WithPrefix(string name) => string.IsNullOrEmpty(Options.Prefix) ? name : $"{Options.Prefix}.{name}";

    private void CountFailure(TelemetryEvent target, Exception exception) => Counts.Count(
        SourceProblem.EmitFailed, $"The event '{target}' failed with {exception.GetType().FullName}.");
}
