using System.Management.Automation;
using Telemetry.Diagnostics;

namespace Telemetry.Commands;

/// <summary>Creates the errors of the cmdlets for sources.</summary>
internal static class SourceErrors
{
    private const string Unknown = nameof(SourceErrorKind.UnknownSource);

    // As many as a message can show.
    private const int MaxNames = 40;

    /// <summary>Creates the error of a source that cannot be enabled. Its id is the kind of the exception; for an invalid prefix, which
    /// is the beginning of event names, it is that of an invalid event name.</summary>
    /// <param name="reason">The exception.</param>
    /// <param name="names">Gets the names of the sources that could be meant, for an unknown one.</param>
    internal static ErrorRecord Of(SourceException reason, Func<IReadOnlyList<string>> names)
    {
        var error = new ErrorRecord(reason, IdOf(reason), CategoryOf(reason.Kind), reason.Target);
        if (reason.Kind == SourceErrorKind.UnknownSource)
        {
            error.ErrorDetails = new ErrorDetails(DescribeUnknown($"{reason.Target}", names()));
        }

        return error;
    }

    /// <summary>Returns the id of the error of an exception.</summary>
    internal static string IdOf(SourceException reason) =>
        reason.Kind == SourceErrorKind.InvalidPrefix ? "InvalidEventName" : reason.Kind.ToString();

    internal static ErrorRecord UnknownKind(string word) => new(
        new ArgumentException($"There is no kind '{word}' of sources. Use Activity, Meter or DiagnosticListener."),
        "InvalidSourceKind",
        ErrorCategory.InvalidArgument,
        word);

    internal static ErrorRecord NotFound(string name) => new(
        new ItemNotFoundException($"There is no source '{name}'. Get-TelemetrySource lists those there are."),
        Unknown,
        ErrorCategory.ObjectNotFound,
        name);

    internal static ErrorRecord NotEnabled(string name) => new(
        new ItemNotFoundException($"No source '{name}' is enabled. Get-TelemetrySource shows those that are."),
        Unknown,
        ErrorCategory.ObjectNotFound,
        name);

    private static string DescribeUnknown(string name, IReadOnlyList<string> names)
    {
        string[] distinct = [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
        string more = distinct.Length > MaxNames ? $" and {distinct.Length - MaxNames} more" : string.Empty;
        return $"There is no source '{name}'."
            + (NearestName.Find(name, distinct) is { } nearest ? $" Did you mean '{nearest}'?" : string.Empty)
            + $" There are: {string.Join(", ", distinct.Take(MaxNames))}{more}. If it appears later, as its library is loaded, use -Force.";
    }

    private static ErrorCategory CategoryOf(SourceErrorKind kind) => kind switch
    {
        SourceErrorKind.UnknownSource => ErrorCategory.ObjectNotFound,
        SourceErrorKind.SourceAlreadyEnabled => ErrorCategory.ResourceExists,
        _ => ErrorCategory.InvalidArgument,
    };
}
