using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>What happens when the module comes into a session, and when it goes.</summary>
public sealed class ModuleLifecycle : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // Once in a process, however many sessions import the module.
    static ModuleLifecycle()
    {
        ScriptRecord.SpanOf = ScriptSpan.Of;
        TelemetryDispatcher.Default.AddPassThrough(IsHostException);
        TelemetryDispatcher.Default.HandlerFailed += (_, failure) => OnFailed(failure);
    }

    /// <summary>Called when a session imports the module.</summary>
    /// <exception cref="InvalidOperationException">The assembly was imported, and not the module.</exception>
    public void OnImport()
    {
        if (AssemblyImport.IsDirect())
        {
            throw new InvalidOperationException(
                "This is the assembly of the module Telemetry, without its name and views. Import the module, by its name or by "
                + $"'{Path.Combine(Path.GetDirectoryName(typeof(ModuleLifecycle).Assembly.Location)!, "Telemetry.psd1")}'.");
        }

        SpanPlace.BeginSession();
    }

    /// <summary>Called when a session removes the module: its handlers leave with it, unless the session keeps the module in
    /// another way or imports it again.</summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        if (!ModuleRemoval.KeepsModule())
        {
            HandlerSession.DetachAllOfThisThread();
        }
    }

    /// <summary>The stopping of a pipeline, and what else the engine unwinds by, is no failure of the handler that it
    /// comes out of.</summary>
    private static bool IsHostException(Exception exception) =>
        exception is PipelineStoppedException
        || (exception is FlowControlException and not (BreakException or ContinueException or ExitException));

    private static void OnFailed(HandlerFailure failure)
    {
        var script = failure.Handler.Handler.Target as ScriptHandler;

        // It may have closed while the handler failed elsewhere, before the failure was on record.
        script?.Session.DetachIfClosed();

        long failures = FailureEpisodes.Count(failure);
        if (failure.WasDetached || failures > 0)
        {
            Warn(PlainText.Of(Describe(failure, failures)), script?.Session.Host);
        }
    }

    // On a thread without a session, a handler that is C# code has no host to write to.
    private static void Warn(string message, PSHost? home)
    {
        if (!Emitter.Write(new WarningRecord(message), home))
        {
            Trace.TraceWarning(message);
        }
    }

    private static string Describe(HandlerFailure failure, long failures) =>
        $"Handler '{failure.Handler.Id}' failed at event '{failure.Record.EventName.ToString()}'{Count(failure, failures)} and "
        + $"{Outcome(failure)}: {failure.Message}{Where(failure)}";

    // What was queued for a handler is handled still when someone has unregistered it.
    private static string Outcome(HandlerFailure failure) => failure.WasDetached ? "was unregistered"
        : failure.Handler.IsAttached ? "stays registered"
        : "is registered no more";

    private static string Count(HandlerFailure failure, long failures) =>
        failure.WasDetached && failure.FailuresInARow > 1 ? $", {failure.FailuresInARow} times in a row,"
        : failures > 1 ? $", {failures} times so far,"
        : string.Empty;

    // The innermost frame of a script, unless it tells nothing: what was typed at a prompt has no file.
    private static string Where(HandlerFailure failure)
    {
        string frame = failure.StackTrace.Split('\n')[0].Trim();
        return frame.Contains(": line ") && !frame.Contains("<No file>") ? $" ({frame})" : string.Empty;
    }
}
