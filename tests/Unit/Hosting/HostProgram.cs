using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The host program, run on a script as a user runs it.</summary>
internal static class HostProgram
{
    private const string Program = "Telemetry.Host.dll";

    public static Process Start(params string[] arguments) => ProcessRun.Start("dotnet", [PathOf(Program), .. arguments]);

    public static Task<ProcessResult> RunAsync(params string[] arguments) => RunProgramAsync(Program, arguments);

    /// <summary>Runs a program that was built beside the tests.</summary>
    public static Task<ProcessResult> RunProgramAsync(string program, params string[] arguments) =>
        ProcessRun.RunAsync("dotnet", [PathOf(program), .. arguments]);

    /// <summary>Runs a script from a file of its own.</summary>
    public static async Task<ProcessResult> RunScriptAsync(string script, params string[] arguments)
    {
        using var file = new ScriptOnDisk(script);
        return await RunAsync([file.Path, .. arguments]);
    }

    private static string PathOf(string program) => Path.Combine(AppContext.BaseDirectory, program);
}
