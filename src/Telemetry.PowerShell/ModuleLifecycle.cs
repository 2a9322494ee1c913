using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>Handles the import of the module into a session, and its removal.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // Runs once per process, for any number of sessions that import the module.
    static ModuleLifecycle()
    {
        ScriptRecord.SpanOf = ScriptSpan.Of;
        SessionEnd.Report = isLast =>
        {
            // The reports of reporters are events, which a log may contain.
            LastReports.Make(isLast);
            LastLogs.Write(isLast);
        };
        TelemetryDispatcher.Default.AddPassThrough(IsHostException);
        TelemetryDispatcher.Default.HandlerFailed += (_, failure) => OnFailed(failure);
    }

    /// <summary>Refuses the import of the assembly alone. Called when a session imports the module.</summary>
    /// <exception cref="InvalidOperationException">The assembly was imported instead of the module.</exception>
    public void OnImport()
    {
        if (AssemblyImport.IsDirect())
        {
            throw new InvalidOperationException(
                "This is the assembly of the module Telemetry, without its name and views. Import the module, by its name or by "
                + $"'{Path.Combine(Path.GetDirectoryName(typeof(ModuleLifecycle).Assembly.Location)!, "Telemetry.psd1")}'.");
        }

        ModuleSessions.AddThis();
        SpanPlace.BeginSession();
    }

    /// <summary>Ends what a session registered that removes the module, unless the session keeps the module in another way or
    /// imports it again.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (Runspace.DefaultRunspace is not { } session)
        {
            return;
        }

        if (ModuleRemoval.KeepsModule())
        {
            ModuleRemoval.WatchOuter(session);
        }
        else
        {
            SessionEnd.Run(session);
        }
    }

    /// <summary>Determines whether an exception belongs to the host: the stop of a pipeline, and other exceptions by which the
    /// engine unwinds, are not failures of the handler.</summary>
    private static bool IsHostException(Exception exception) =>
        exception is PipelineStoppedException
        || (exception is FlowControlException and not (BreakException or ContinueException or ExitException));

    private static void OnFailed(HandlerFailure failure)
    {
        var script = failure.Handler.Handler.Target as ScriptHandler;

        // The session may have closed while the handler failed elsewhere, before the failure was recorded.
        script?.Session.EndIfClosed();

        long failures = FailureEpisodes.Count(failure);
        if (failure.WasDetached || failures > 0)
        {
            Warn(PlainText.Of(Describe(failure, failures)), script?.Session.Host);
        }
    }

    // On a thread without a session, a handler in C# code has no host to write the warning to.
    private static void Warn(string message, PSHost? home)
    {
        if (!Emitter.Write(new FailureWarning(message), home))
        {
            Trace.TraceWarning(message);
        }
    }

    private static string Describe(HandlerFailure failure, long failures) =>
        $"Handler '{failure.Handler.Id}' failed at event '{failure.Record.EventName.ToString()}'{Count(failure, failures)} and "
        + $"{Outcome(failure)}: {failure.Message}{ScriptPlace.Of(failure.StackTrace)}";

    // Queued events are still handled after the handler was unregistered.
    private static string Outcome(HandlerFailure failure) => failure.WasDetached ? "was unregistered"
        : failure.Handler.IsAttached ? "stays registered"
        : "is registered no more";

    private static string Count(HandlerFailure failure, long failures) =>
        failure.WasDetached && failure.FailuresInARow > 1 ? $", {failure.FailuresInARow} times in a row,"
        : failures > 1 ? $", {failures} times so far,"
        : string.Empty;
}
