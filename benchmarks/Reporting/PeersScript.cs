using System.ComponentModel;
using System.Diagnostics;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>The script that measures in a PowerShell of its own, where there is one.</summary>
internal static class PeersScript
{
    /// <summary>Runs the script, which prints its tables.</summary>
    /// <param name="isShort">Whether fewer rounds do.</param>
    /// <param name="writes">Whether it puts its tables on the page.</param>
    /// <returns>How it ended: 0 where it measured, and where there is no PowerShell.</returns>
    internal static int Run(bool isShort, bool writes)
    {
        List<string> arguments = ["-NoProfile", "-File", Path.Combine(RepositoryRoot.Path, "benchmarks", "peers.ps1")];
        arguments.AddRange(isShort ? ["-Rounds", "10", "-Imports", "5"] : []);
        arguments.AddRange(writes ? ["-Write"] : []);
        try
        {
            using Process script = Process.Start("pwsh", arguments);
            script.WaitForExit();
            return script.ExitCode;
        }
        catch (Win32Exception)
        {
            Console.WriteLine("benchmarks/peers.ps1 did not run: it needs pwsh, which is not on this machine.");
            return 0;
        }
    }
}
