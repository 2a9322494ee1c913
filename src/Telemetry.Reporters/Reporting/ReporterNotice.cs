namespace Telemetry.Reporters;

/// <summary>A message of a reporter to its user: a report failed, reports arrive again, or numbers of an
/// earlier run were not restored or saved.</summary>
public sealed class ReporterNotice
{
    internal ReporterNotice(string message)
    {
        Message = message;
    }

    /// <summary>The message, as one or two sentences. It has no credentials.</summary>
    public string Message { get; }
}
