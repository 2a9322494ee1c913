using System.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>The program <c>promtool</c> of Prometheus, which <c>tools/install-servers</c> installs on Debian and its
/// relatives.</summary>
internal static class PromTool
{
    /// <summary>The exit code for text that is valid and against the conventions.</summary>
    internal const int Lint = 3;

    /// <summary>Checks metrics in the text format. The test is skipped if there is no <c>promtool</c>.</summary>
    /// <returns>The exit code, and the findings as the error output.</returns>
    internal static async Task<ProcessResult> CheckMetricsAsync(string text)
    {
        using Process process = ProcessRun.Start(Tool.Require("promtool", PrometheusServer.Source), ["check", "metrics"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ProcessResult(process.ExitCode, await output, await error);
    }
}
