namespace Telemetry.Tests.Hosting;

/// <summary>What a run of the host program came to.</summary>
internal sealed record HostResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
