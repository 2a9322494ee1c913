using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using Telemetry.Hosting;

namespace Telemetry.Host;

/// <summary>Runs a script, from its arguments to the exit code.</summary>
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

        // The script's finally blocks run, and its handlers are detached, before the program ends; a second signal ends it
        // at once.
        PosixSignalRegistration Stop(PosixSignal signal, int code) => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = stoppedBy == 0;
            stoppedBy = code;
            pipeline.BeginStop(null, null);
        });
    }

    /// <summary>Adds the script as a command that also sets the exit code. For the engine, the <c>exit</c> of a script file
    /// is the end of a command, of which it keeps the code and whether it was 0. No code at all means that the script could
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

        // Errors are merged into the output, or they would not be formatted in order; the host writes them to standard
        // error.
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

    /// <summary>Shows the error that ended the script on standard error, as the engine formats it.</summary>
    private static void Show(ErrorRecord error, Runspace runspace, ConsoleHost host)
    {
        using var pipeline = PowerShell.Create(runspace);
        host.WriteOutputAsError();
        pipeline.AddCommand("Out-Default").Invoke(new[] { error });
    }
}
