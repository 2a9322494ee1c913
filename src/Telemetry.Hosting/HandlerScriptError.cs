using System.Management.Automation;
using System.Management.Automation.Language;

namespace Telemetry.Hosting;

/// <summary>An error of a script of a <see cref="HandlerFolder"/>, with its position.</summary>
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

    /// <summary>The full path of the script, or of the folder if that could not be read.</summary>
    public string Script { get; }

    /// <summary>The file that has the error: the script, or one that it calls.</summary>
    public string File { get; }

    /// <summary>The line of the error, counted from 1; 0 if it is not known, as for a file that cannot be read.</summary>
    public int Line { get; }

    /// <summary>The message for the operator.</summary>
    public string Message { get; }

    /// <summary>The exception that caused the error.</summary>
    public Exception Exception { get; }

    /// <summary>The error record of PowerShell; null if the error did not come from there.</summary>
    public ErrorRecord? ErrorRecord { get; }

    /// <summary>Whether the error kept the script from being loaded: it does not parse, it ended with an error, or one of
    /// its handlers was refused. An error that is not fatal was written by a script that continued and was loaded.</summary>
    public bool IsFatal { get; }

    /// <summary>Returns the file, the line and the message.</summary>
    public override string ToString() => Line == 0 ? $"{File}: {Message}" : $"{File}:{Line}: {Message}";

    /// <summary>Creates an error that a script wrote before it continued.</summary>
    internal static HandlerScriptError Of(string script, ErrorRecord record)
    {
        InvocationInfo? position = record.InvocationInfo;
        return new(
            script, position?.ScriptName, position?.ScriptLineNumber ?? 0,
            record.ToString(), record.Exception, record, isFatal: false);
    }

    /// <summary>Creates an error that ended a script or kept it from starting.</summary>
    internal static HandlerScriptError Of(string script, Exception exception)
    {
        // The position of a syntax error is that of the parser, and not the one at which the file was called.
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

    /// <summary>Creates the error of a refused handler, at the position where the script registers it.</summary>
    internal static HandlerScriptError Of(string script, StagedHandler refused, Exception exception) =>
        Fatal(script, refused.File, refused.Line, exception);

    private static HandlerScriptError Fatal(string script, string? file, int line, Exception exception)
    {
        ErrorRecord? record = RecordOf(exception);

        // The exception that was thrown, without the exceptions that the engine wraps around it.
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
