using System.Diagnostics;
using Telemetry.Tests.Hosting;

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
    public static async Task<HostResult> RunAsync(params string[] arguments)
    {
        using Process process = Start(Path, ["-NoProfile", "-NonInteractive", .. arguments]);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
        Task<string> error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new HostResult(process.ExitCode, await output, await error);
    }

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
            using Process build = Start(
                "dotnet", ["build", Repository.PathOf("tools", "TestTools.csproj"), "-v", "q", "-nologo", "-nodeReuse:false"]);
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

    private static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}
