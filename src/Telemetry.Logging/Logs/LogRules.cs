namespace Telemetry.Logging;

/// <summary>Checks the options of a log.</summary>
internal static class LogRules
{
    internal const long LeastSize = 1024;
    internal const long LeastMemory = LineQueue.ChunkSize;

    /// <summary>Returns the full path of the file.</summary>
    /// <exception cref="LogException">It is not the path of a file, or its folder does not exist.</exception>
    internal static string PathOf(TelemetryLogOptions options) =>
        FilePath.TryResolve(options.Path, out string? full, out string? problem)
            ? full
            : throw new LogException(LogErrorKind.InvalidPath, $"'{options.Path}': {problem}", options.Path);

    /// <exception cref="LogException">A name is not valid, or there is none.</exception>
    internal static EventPattern[] EventsOf(TelemetryLogOptions options)
    {
        if (options.Events is not { Count: > 0 } events)
        {
            throw new LogException(
                LogErrorKind.InvalidEventName, "There is no event to log. Give at least one name or pattern, such as 'job.*'.");
        }

        return [.. events.Select(ParseEvent)];
    }

    /// <exception cref="LogException">A number is out of range, or an option goes with no other one.</exception>
    internal static void Check(TelemetryLogOptions options)
    {
        Require(
            options.MaxSize is null or >= LeastSize, options.MaxSize,
            $"The size at which the file is rotated is {options.MaxSize} bytes. Use {LeastSize} bytes or more.");
        Require(
            options.Keep is null or >= 1, options.Keep,
            $"The number of rotated files to keep is {options.Keep}. Use 1 or more; without it, all are kept.");
        Require(
            options.Keep is null || options.MaxSize is not null || options.Daily, options.Keep,
            "A number of rotated files to keep needs a rotation. Add a size, or rotate the file daily.");
        Require(
            options.MaxMemory >= LeastMemory, options.MaxMemory,
            $"The memory for lines that wait is {options.MaxMemory} bytes. Use {LeastMemory} bytes or more.");
        Require(
            options.Name is null || options.Name.Trim().Length > 0, options.Name,
            "The name of the log is blank. Give another one, or none.");
        Require(
            options.Format is null or LogFormat.Json or LogFormat.Logfmt or LogFormat.Text, options.Format,
            $"There is no format '{options.Format}'. Use Json, Logfmt or Text.");
        Require(
            options.Template is null || options.Format is null or LogFormat.Text, options.Template,
            $"A template is for the format Text, and the format is {options.Format}. Remove one of the two.");
        CheckKeys(options.Redact);
        CheckKeys(options.NoRedact);
    }

    /// <exception cref="LogException">The template is not valid.</exception>
    internal static LineSyntax SyntaxOf(TelemetryLogOptions options)
    {
        var fields = new LineFields(
            new ValueReader(options.Converter),
            new Redactor(PatternsOf(options.Redact), PatternsOf(options.NoRedact)),
            new DurationUnit(options.DurationUnit));
        switch (options.Format ?? (options.Template is null ? LogFormat.Json : LogFormat.Text))
        {
            case LogFormat.Logfmt:
                return new LogfmtSyntax(fields, options.UsesLocalTime);
            case LogFormat.Text:
                return new TextSyntax(Parse(options.Template ?? LineTemplate.Default), fields, options.UsesLocalTime);
            default:
                return new JsonSyntax(fields, options.UsesLocalTime);
        }
    }

    private static KeyPattern[] PatternsOf(IReadOnlyList<string>? keys) => [.. (keys ?? []).Select(key => new KeyPattern(key))];

    private static IReadOnlyList<TemplatePart> Parse(string template)
    {
        try
        {
            return LineTemplate.Parse(template);
        }
        catch (FormatException e)
        {
            throw new LogException(LogErrorKind.InvalidTemplate, $"The template '{template}' is not valid: {e.Message}", template, e);
        }
    }

    private static EventPattern ParseEvent(string text)
    {
        try
        {
            return EventPattern.Parse(text);
        }
        catch (Exception e) when (e is FormatException or ArgumentNullException)
        {
            throw new LogException(LogErrorKind.InvalidEventName, e.Message, text, e);
        }
    }

    private static void CheckKeys(IReadOnlyList<string>? keys) => Require(
        keys is null || keys.All(key => !string.IsNullOrWhiteSpace(key)), keys,
        "A key to redact is blank. Give the key of a metadata entry, with the wildcards '*' and '?'.");

    private static void Require(bool holds, object? value, string problem)
    {
        if (!holds)
        {
            throw new LogException(LogErrorKind.InvalidOption, problem, value);
        }
    }
}
