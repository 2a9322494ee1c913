namespace Telemetry.Diagnostics;

/// <summary>Creates the exceptions of sources that cannot be enabled.</summary>
internal static class SourceErrors
{
    // As many as a message can show.
    private const int MaximumNames = 40;

    internal static SourceException Unknown(string name, SourceKind? kind, IReadOnlyList<SourceInfo> there)
    {
        string[] names = [.. there.Where(source => kind is null || source.Kind == kind).Select(source => source.ToString())];
        string list = string.Join(", ", names.Take(MaximumNames));
        return new(
            SourceErrorKind.UnknownSource,
            $"There is no source '{name}'{(kind is null ? string.Empty : $" of the kind {kind}")}. There are: {list}"
            + (names.Length > MaximumNames ? $" and {names.Length - MaximumNames} more. " : ". ")
            + "A source that appears later can be enabled if it is awaited.",
            name);
    }

    internal static SourceException AlreadyEnabled(string name, SourceKind kind) => new(
        SourceErrorKind.SourceAlreadyEnabled,
        $"The source '{name}' ({kind}) is enabled already. Disable it first to enable it with other options.",
        name);

    internal static SourceException InvalidName(string name) => new(
        SourceErrorKind.InvalidSourceName, "The name of the source is empty. Give the name of an activity source, a meter or a "
        + "diagnostic listener.", name);

    internal static SourceException Own(string name) => new(
        SourceErrorKind.OwnSource,
        $"The source '{name}' is the one to which the library publishes events. Attach a handler to the events instead.",
        name);

    internal static SourceException InvalidPrefix(string prefix) => new(
        SourceErrorKind.InvalidPrefix,
        $"The prefix '{prefix}' is not valid. Write one or more segments of the name of an event, separated by dots, as in 'outgoing'.",
        prefix);

    internal static SourceException InvalidTag(string? pattern) => new(
        SourceErrorKind.InvalidTag,
        "The name of a tag is empty. Give the names of tags, or no list for all that hold no secret.",
        pattern);

    internal static SourceException InvalidInterval(TimeSpan interval) => new(
        SourceErrorKind.InvalidInterval,
        $"The interval {interval} is not valid. Give one of more than zero and at most one day.",
        interval);
}
