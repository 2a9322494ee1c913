using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>The PowerShell that tests start as a program: the one that <c>tools/TestTools.csproj</c> installs in <c>.tools</c>,
/// whatever else the machine has.</summary>
internal static class PowerShellProgram
{
    private static readonly Lazy<string> s_path = new(Install);

    /// <summary>The path of the program. The first use in a process installs it, or fails the test with the output of the
    /// installation.</summary>
    /// <remarks>On Unix the process that starts here is PowerShell itself, and receives the signals that are sent to it. On
    /// Windows it is a batch file, which waits for PowerShell and passes its exit code on.</remarks>
    public static string Path => s_path.Value;

    /// <summary>Runs PowerShell without a profile and without input.</summary>
    public static Task<ProcessResult> RunAsync(params string[] arguments) =>
        ProcessRun.RunAsync(Path, ["-NoProfile", "-NonInteractive", .. arguments]);

    private static string Install()
    {
        // Several test processes may run at once, and each of them gets here.
        using var turn = new Mutex(initiallyOwned: false, "telemetry-test-tools");
        try
        {
            turn.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // The process before was killed; the installation completes what it left.
        }

        try
        {
            // A node of MSBuild that stays would keep the output open.
            using Process build = ProcessRun.Start(
                "dotnet", ["build", Repository.PathOf("tools", "TestTools.csproj"), "-v", "q", "-nologo", "-nodeReuse:false"]);
            build.StandardInput.Close();
            Task<string> error = build.StandardError.ReadToEndAsync(CancellationToken.None);
            string output = build.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
            build.WaitForExit();
            Assert.True(build.ExitCode == 0, $"'dotnet build tools/TestTools.csproj' did not install PowerShell:\n{output}");
            return Repository.PathOf(".tools", OperatingSystem.IsWindows() ? "pwsh.cmd" : "pwsh");
        }
        finally
        {
            turn.ReleaseMutex();
        }
    }
}
