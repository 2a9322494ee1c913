using System.Diagnostics;
using System.Globalization;

namespace Telemetry.Tests.Support;

/// <summary>Runs programs, from the root of the repository, with their streams redirected.</summary>
internal static class ProcessRun
{
    // No run takes as long: it turns a process that does not end into a failure.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    static ProcessRun()
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixSignal.StopIgnoringInterrupt();
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set in its environment; null for none.</param>
    public static Process Start(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Runs a program to its end, without input.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="signal">The signal to send once the program has written <c>ready</c> and the id of its process; null for
    /// none.</param>
    /// <param name="environment">Variables to set in its environment; null for none.</param>
    public static async Task<ProcessResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string? signal = null,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        using var guard = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        guard.CancelAfter(s_patience);
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        try
        {
            Task<string> error = process.StandardError.ReadToEndAsync(guard.Token);
            string before = signal is null ? string.Empty : await SendWhenReadyAsync(process, signal, guard.Token);
            string after = await process.StandardOutput.ReadToEndAsync(guard.Token);
            await process.WaitForExitAsync(guard.Token);
            return new ProcessResult(process.ExitCode, before + after, await error);
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
