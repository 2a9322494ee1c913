using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>The log entries of folders, sessions and their scripts.</summary>
internal static partial class HostingLog
{
    /// <summary>The category of the entries.</summary>
    internal const string Category = "Telemetry.Hosting";

    [LoggerMessage(EventId = 1, EventName = "Shown", Message = "{Text}")]
    internal static partial void Shown(ILogger logger, LogLevel level, string text);

    [LoggerMessage(
        EventId = 2, EventName = "FolderLoaded", Level = LogLevel.Information, Message = "Handler folder {Folder} is loaded: {Scripts}")]
    internal static partial void FolderLoaded(ILogger logger, string folder, string scripts);

    [LoggerMessage(
        EventId = 3,
        EventName = "FolderMissing",
        Level = LogLevel.Warning,
        Message = "There is no handler folder {Folder} yet. Its scripts are loaded when it is made")]
    internal static partial void FolderMissing(ILogger logger, string folder);

    [LoggerMessage(
        EventId = 4, EventName = "ScriptNotLoaded", Level = LogLevel.Error, Message = "{Script} was not loaded: {Error}")]
    internal static partial void ScriptNotLoaded(ILogger logger, string script, string error, Exception exception);

    [LoggerMessage(
        EventId = 5,
        EventName = "ScriptWroteError",
        Level = LogLevel.Error,
        Message = "{Script} wrote an error while it was loaded: {Error}")]
    internal static partial void ScriptWroteError(ILogger logger, string script, string error, Exception exception);

    [LoggerMessage(
        EventId = 6,
        EventName = "NotClosed",
        Level = LogLevel.Warning,
        Message = "{Name} was not closed in time: a script in it does not stop, or a handler still handles queued events")]
    internal static partial void NotClosed(ILogger logger, string name);

    [LoggerMessage(EventId = 7, EventName = "SessionWroteError", Level = LogLevel.Error, Message = "{Error}")]
    internal static partial void SessionWroteError(ILogger logger, string error, Exception exception);
}
