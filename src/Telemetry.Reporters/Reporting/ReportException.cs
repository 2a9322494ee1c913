namespace Telemetry.Reporters;

/// <summary>The exception for a report that did not arrive. Its message is shown to the user as the reason, so it has no
/// credentials.</summary>
public sealed class ReportException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The reason, as a clause without a full stop at its end: <c>the server answered 400: bad name</c>.</param>
    /// <param name="innerException">The exception that caused this one; null for none.</param>
    public ReportException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the cause is a client that asked for the report, such as one that went away. The reporter itself works.</summary>
    internal bool IsOfClient { get; init; }
}
