namespace Telemetry.Commands;

/// <summary>The exception with which a span fails whose last program, or script that called <c>exit</c>, ended with an exit code that is
/// not 0. It is in the metadata of the span's event, and is not thrown.</summary>
public sealed class ExitCodeException : Exception
{
    internal ExitCodeException(int exitCode)
        : base($"The last program of the block ended with exit code {exitCode}.") => ExitCode = exitCode;

    /// <summary>The exit code.</summary>
    public int ExitCode { get; }
}
