namespace Telemetry.Logging;

/// <summary>The kinds of errors for which a log is not created or not started.</summary>
public enum LogErrorKind
{
    /// <summary>An option has a value that is out of range, or goes with no other one.</summary>
    InvalidOption,

    /// <summary>A name or pattern of an event is not valid, or there is none.</summary>
    InvalidEventName,

    /// <summary>The path is not that of a file that can be written.</summary>
    InvalidPath,

    /// <summary>The template has a placeholder that is not known, or another error.</summary>
    InvalidTemplate,

    /// <summary>A log of this name is running.</summary>
    LogAlreadyExists,
}
