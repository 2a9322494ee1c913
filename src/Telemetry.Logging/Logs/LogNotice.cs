namespace Telemetry.Logging;

/// <summary>A message of a log to its user: lines cannot be written and wait, lines are dropped, or lines are written again.</summary>
public sealed class LogNotice
{
    internal LogNotice(string message)
    {
        Message = message;
    }

    /// <summary>The message, as one or two sentences.</summary>
    public string Message { get; }
}
