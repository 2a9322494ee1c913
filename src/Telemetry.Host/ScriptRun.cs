using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Telemetry.Hosting;

namespace Telemetry.Host;

/// <summary>One run of a script, from its arguments to the exit code.</summary>
internal static class ScriptRun
{
    internal static int Execute(string path, string[] arguments)
    {
        string script;
        try
        {
            script = ScriptFile.Resolve(path);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.Usage;
        }

        var host = new ConsoleHost();
        using TelemetrySession session = TelemetrySession.Open(host);
        using var pipeline = PowerShell.Create(session.Runspace);
        Build(pipeline, script, arguments);

        ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate);
        int stoppedBy = 0;
        using PosixSignalRegistration interrupt = Stop(PosixSignal.SIGINT, ExitCodes.Interrupted);
        using PosixSignalRegistration terminate = Stop(PosixSignal.SIGTERM, ExitCodes.Terminated);
        int exitCode = Run(pipeline, session.Runspace, host);
        return stoppedBy == 0 ? exitCode : stoppedBy;

        // The script's finally blocks run, and its handlers leave, before the program ends; asked twice, it ends at once.
        PosixSignalRegistration Stop(PosixSignal signal, int code) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = stoppedBy == 0;
            stoppedBy = code;
            pipeline.BeginStop(null, null);
        });
    }

    /// <summary>The script as a command, with the end of its run: to the engine, the <c>exit</c> of a script file is
    /// the end of a command, of which it keeps the code and whether it was 0. No code at all means that the script could
    /// not start.</summary>
    private static void Build(PowerShell pipeline, string script, string[] arguments)
    {
        string command = string.Join(' ', ["&", ScriptArgument.Literal(script), .. arguments.Select(ScriptArgument.Quote)]);
        pipeline.AddScript(
            $$"""
            $global:LASTEXITCODE = $null
            {{command}}
            if (-not $?) { if ($null -eq $LASTEXITCODE) { exit {{ExitCodes.UncaughtError}} }; exit $LASTEXITCODE }
            """);

        // Errors go where output goes, to be formatted in their turn, and come out on the error stream of the host.
        pipeline.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.AddCommand("Out-Default");
    }

    private static int Run(PowerShell pipeline, Runspace runspace, ConsoleHost host)
    {
        try
        {
            pipeline.Invoke();
        }
        catch (PipelineStoppedException)
        {
        }
        catch (RuntimeException e)
        {
            Show(e.ErrorRecord, runspace, host);
            return ExitCodes.UncaughtError;
        }

        return host.ExitCode ?? ExitCodes.Success;
    }

    /// <summary>Shows the error that ended the script, as the engine formats it, on the error stream.</summary>
    private static void Show(ErrorRecord error, Runspace runspace, ConsoleHost host)
    {
        using var pipeline = PowerShell.Create(runspace);
        host.WriteOutputAsError();
        pipeline.AddCommand("Out-Default").Invoke(new[] { error });
    }
}
