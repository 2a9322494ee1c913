namespace Telemetry.Commands;

/// <summary>Describes the place of an error in a script, for messages.</summary>
internal static class ScriptPlace
{
    /// <summary>Returns the innermost frame of a stack trace in parentheses, after a space; nothing if it has no file, such as code
    /// that was typed at a prompt.</summary>
    internal static string Of(string? stackTrace)
    {
        string frame = (stackTrace ?? string.Empty).Split('\n')[0].Trim();
        return frame.Contains(": line ") && !frame.Contains("<No file>") ? $" ({frame})" : string.Empty;
    }
}
