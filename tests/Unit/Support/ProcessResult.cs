namespace Telemetry.Tests.Support;

/// <summary>The exit code of a program that has ended, and what it wrote.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
