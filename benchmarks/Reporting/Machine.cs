using System.Globalization;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Environments;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>Where, when and how something was measured.</summary>
internal static class Machine
{
    internal static string Describe(string command)
    {
        HostEnvironmentInfo host = HostEnvironmentInfo.GetCurrent();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow:yyyy-MM-dd}, `{command}`: {host.Cpu.Value.ProcessorName?.Trim()}, {Environment.ProcessorCount} cores, "
            + $"{host.Os.Value.Name} {host.Os.Value.Version}, {RuntimeInformation.FrameworkDescription}.");
    }
}
