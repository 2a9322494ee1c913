using System.Diagnostics;
using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>A run of a program that ends by itself, or by a signal.</summary>
internal static class ProcessRun
{
    // No run takes as long: it turns a process that does not end into a failure.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    static ProcessRun()
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixSignal.StopIgnoringInterrupt();
        }
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="signal">The signal that it is sent when it has written <c>ready</c> and the id of the process; null for
    /// none.</param>
    public static async Task<HostResult> RunAsync(string program, IEnumerable<string> arguments, string? signal)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(s_patience);
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(guard.Token);
            string before = signal is null ? string.Empty : await SendWhenReadyAsync(process, signal, guard.Token);
            string after = await process.StandardOutput.ReadToEndAsync(guard.Token);
            await process.WaitForExitAsync(guard.Token);
            return new HostResult(process.ExitCode, before + after, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    // The process that is ready may be a child of the one that was started.
    private static async Task<string> SendWhenReadyAsync(Process process, string signal, CancellationToken cancel)
    {
        const string Ready = "ready ";
        var before = new System.Text.StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
        {
            if (line.StartsWith(Ready, StringComparison.Ordinal))
            {
                UnixSignal.Send(signal, int.Parse(line.AsSpan(Ready.Length), CultureInfo.InvariantCulture));
                break;
            }

            before.AppendLine(line);
        }

        return before.ToString();
    }
}
