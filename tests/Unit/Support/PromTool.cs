using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>The program <c>promtool</c> of Prometheus, which <c>tools/install-servers</c> installs on Debian and its
/// relatives.</summary>
internal static class PromTool
{
    /// <summary>The exit code for text that is valid and against the conventions.</summary>
    internal const int Lint = 3;

    private const string Name = "promtool";

    // Set by .ci/run: what is missing there is a failure.
    private static readonly bool s_isRequired = Environment.GetEnvironmentVariable("TELEMETRY_TESTS_REQUIRE_TOOLS") == "1";

    /// <summary>Checks metrics in the text format. The test is skipped if there is no <c>promtool</c>.</summary>
    /// <returns>The exit code, and the findings as the error output.</returns>
    internal static async Task<ProcessResult> CheckMetricsAsync(string text)
    {
        string? program = Find();
        string reason = $"It needs {Name}, in the PATH or in .tools/prometheus. Install it by 'tools/install-servers' (Debian,"
            + " Ubuntu), or from https://prometheus.io/download.";
        Assert.False(program is null && s_isRequired, reason);
        Assert.SkipWhen(program is null, reason);

        using Process process = ProcessRun.Start(program!, ["check", "metrics"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProcessResult(process.ExitCode, await output, await error);
    }

    private static string? Find()
    {
        string file = OperatingSystem.IsWindows() ? $"{Name}.exe" : Name;
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Repository.PathOf(".tools", "prometheus", "usr", "bin"))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }
}
