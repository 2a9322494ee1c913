using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Hosting;

/// <summary>What went wrong with a script of a <see cref="HandlerFolder"/>, and where.</summary>
public sealed class HandlerScriptError
{
    private HandlerScriptError(
        string script, string? file, int line, string message, Exception exception, ErrorRecord? record, bool isFatal)
    {
        Script = script;
        File = string.IsNullOrEmpty(file) ? script : file;
        Line = string.IsNullOrEmpty(file) ? 0 : line;
        Message = message;
        Exception = exception;
        ErrorRecord = record;
        IsFatal = isFatal;
    }

    /// <summary>The full path of the script, or of the folder where it could not be read.</summary>
    public string Script { get; }

    /// <summary>The file where it went wrong: the script, or one that it calls.</summary>
    public string File { get; }

    /// <summary>The line there, counted from 1; 0 where no line is known, as for a file that cannot be read.</summary>
    public int Line { get; }

    /// <summary>What went wrong, in words for the operator.</summary>
    public string Message { get; }

    /// <summary>The exception behind it.</summary>
    public Exception Exception { get; }

    /// <summary>The error as PowerShell has it; null where it did not come from there.</summary>
    public ErrorRecord? ErrorRecord { get; }

    /// <summary>Whether the script was not loaded for it: it does not parse, ended with an error, or a handler of it
    /// was refused. An error that is not fatal was written by a script that went on and was loaded.</summary>
    public bool IsFatal { get; }

    /// <summary>The file, the line and the message.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}: {Message}";

    /// <summary>An error that a script wrote, and went on.</summary>
    internal static HandlerScriptError Of(string script, ErrorRecord record)
    {
        InvocationInfo? position = record.InvocationInfo;
        return new(
            script, position?.ScriptName, position?.ScriptLineNumber ?? 0,
            record.ToString(), record.Exception, record, isFatal: false);
    }

    /// <summary>An error with which a script could not start, or ended.</summary>
    internal static HandlerScriptError Of(string script, Exception exception)
    {
        // An error of syntax is where the parser says, and not where the file was called.
        if (exception is ParseException { Errors: [ParseError first, ..] } parse)
        {
            IScriptExtent extent = first.Extent;
            return new(
                script, extent.File, extent.StartLineNumber,
                first.Message, parse, parse.ErrorRecord, isFatal: true);
        }

        InvocationInfo? position = RecordOf(exception)?.InvocationInfo;
        return Fatal(script, position?.ScriptName, position?.ScriptLineNumber ?? 0, exception);
    }

    /// <summary>A handler that was refused, reported where the script registers it.</summary>
    internal static HandlerScriptError Of(string script, StagedHandler refused, Exception exception) =>
        Fatal(script, refused.File, refused.Line, exception);

    private static HandlerScriptError Fatal(string script, string? file, int line, Exception exception)
    {
        ErrorRecord? record = RecordOf(exception);

        // What was thrown, without what the engine puts around it on its way.
        Exception reason = record?.Exception switch
        {
            null => exception,
            ParentContainsErrorRecordException => exception.InnerException ?? exception,
            Exception thrown => thrown,
        };
        return new(script, file, line, record?.ToString() ?? exception.Message, reason, record, isFatal: true);
    }

    private static ErrorRecord? RecordOf(Exception exception) => (exception as IContainsErrorRecord)?.ErrorRecord;
}
