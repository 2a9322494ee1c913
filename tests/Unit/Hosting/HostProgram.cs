using System.Diagnostics;

namespace Telemetry.Tests.Hosting;

/// <summary>The host program, run on a script as a user runs it.</summary>
internal static class HostProgram
{
    public static Process Start(params string[] arguments) => StartProgram("Telemetry.Host.dll", arguments);

    private static Process StartProgram(string program, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, program));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    public static Task<HostResult> RunAsync(params string[] arguments) =>
        RunProgramAsync("Telemetry.Host.dll", arguments);

    /// <summary>Runs a program that was built beside the tests.</summary>
    public static async Task<HostResult> RunProgramAsync(string program, params string[] arguments)
    {
        using Process process = StartProgram(program, arguments);
        process.StandardInput.Close();
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancel);
        Task<string> error = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return new HostResult(process.ExitCode, await output, await error);
    }

    /// <summary>Runs a script from a file of its own.</summary>
    public static async Task<HostResult> RunScriptAsync(string script, params string[] arguments)
    {
        using var file = new ScriptOnDisk(script);
        return await RunAsync([file.Path, .. arguments]);
    }
}
