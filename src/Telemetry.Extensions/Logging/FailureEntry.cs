namespace Telemetry.Extensions;

/// <summary>The log entries of failures of handlers.</summary>
internal static class FailureEntry
{
    private const string DetachedText = "Handler '{HandlerId}' failed at event '{EventName}' and was detached: {Reason}";
    private const string KeptText = "Handler '{HandlerId}' failed at event '{EventName}', {FailuresInARow} in a row: {Reason}";
    private const string StackText = "\n{HandlerStackTrace}";

    private static readonly MessageTemplate s_detached = MessageTemplate.Parse(DetachedText);
    private static readonly MessageTemplate s_kept = MessageTemplate.Parse(KeptText);
    private static readonly MessageTemplate s_detachedWithStack = MessageTemplate.Parse(DetachedText + StackText);
    private static readonly MessageTemplate s_keptWithStack = MessageTemplate.Parse(KeptText + StackText);

    internal static LogEntry Of(HandlerFailure failure)
    {
        KeyValuePair<string, object?>[] values =
        [
            new("HandlerId", failure.Handler.Id),
            new("EventName", failure.Record.EventName.ToString()),
            new("FailuresInARow", failure.FailuresInARow),
            new("WasDetached", failure.WasDetached),
            new("Reason", EntryValue.Cut(failure.Message)),
            default,
            default,
        ];
        if (!HasOwnStack(failure))
        {
            return new(string.Empty, failure.WasDetached ? s_detached : s_kept, values, values.Length - 2);
        }

        values[^2] = new("HandlerStackTrace", EntryValue.Cut(failure.StackTrace));
        return new(string.Empty, failure.WasDetached ? s_detachedWithStack : s_keptWithStack, values, values.Length - 1);
    }

    // That of a script names its files and lines. The exception shows only where the engine threw it.
    private static bool HasOwnStack(HandlerFailure failure)
    {
        try
        {
            return failure.StackTrace.Length > 0 && failure.StackTrace != failure.Exception.StackTrace;
        }
        catch (Exception)
        {
            // The exception cannot be read.
            return failure.StackTrace.Length > 0;
        }
    }
}
