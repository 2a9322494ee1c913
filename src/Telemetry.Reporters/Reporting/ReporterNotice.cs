namespace Telemetry.Reporters;

/// <summary>A message of a reporter to its user: a report failed, reports arrive again, or numbers of an
/// earlier run were not restored or saved.</summary>
public sealed class ReporterNotice
{
    internal ReporterNotice(string message, bool isRecovery)
    {
        Message = message;
        IsRecovery = isRecovery;
    }

    /// <summary>The message, as one or two sentences. It has no credentials.</summary>
    public string Message { get; }

    /// <summary>Whether reports arrive again after failures.</summary>
    public bool IsRecovery { get; }
}
