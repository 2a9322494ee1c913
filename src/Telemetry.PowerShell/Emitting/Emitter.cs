using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The destination of the messages of handlers: the cmdlet that emits on this thread, or else the session whose pipeline
/// runs on it, or else the host of the session that registered the handler.
/// </summary>
internal static class Emitter
{
    [ThreadStatic]
    private static PSCmdlet? t_cmdlet;

    [ThreadStatic]
    private static EmitterStop? t_stop;

    /// <summary>The stop of this thread's emitter; null if the emitter cannot be stopped.</summary>
    internal static EmitterStop? Stop => t_stop;

    /// <summary>Makes a cmdlet the emitter of this thread until the scope is disposed.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stop">The stop that the cmdlet requests when it is stopped. For an emit inside a handler, the outermost
    /// one is used: the engine stops the pipeline as a whole.</param>
    internal static Scope Enter(PSCmdlet cmdlet, EmitterStop stop) => new(cmdlet, t_stop ?? stop);

    /// <summary>Makes a cmdlet the emitter of this thread, for events that must be emitted even if the emitter is being
    /// stopped, such as the end of a span. A stop that was requested before does not apply.</summary>
    /// <param name="cmdlet">The cmdlet, or null.</param>
    /// <param name="stop">The stop that the cmdlet requests when it is stopped from now on.</param>
    internal static Scope EnterDespiteStop(PSCmdlet? cmdlet, EmitterStop stop) =>
        new(cmdlet, t_stop is { IsRequested: false } outer ? outer : stop);

    /// <summary>Gets the preference variables that a handler gets from its emitter, so that it writes the verbose and debug
    /// messages that the emitter shows.</summary>
    /// <param name="isHome">Whether the handler runs in the emitter's session, and sees its variables.</param>
    internal static IReadOnlyList<string> MessagePreferences(bool isHome) =>
        t_cmdlet is { } cmdlet ? Preferences.OfMessages(cmdlet, isHome) : [];

    /// <summary>Writes the records of a handler that ran elsewhere to their streams. Other objects are its output, and are
    /// dropped.</summary>
    internal static void Forward(IReadOnlyList<object> records, PSHost? home)
    {
        foreach (object record in records)
        {
            Write(record, home);
        }
    }

    /// <summary>Writes a record to its stream.</summary>
    /// <returns>Whether there was a stream or a host for it.</returns>
    internal static bool Write(object record, PSHost? home)
    {
        if (t_cmdlet is { } cmdlet)
        {
            StreamRecord.Write(record, cmdlet);
        }
        else if (Runspace.DefaultRunspace is not null)
        {
            ScriptBlock write = Parser.ParseInput("& $args[0] $args[1]", out _, out _).GetScriptBlock();
            write.CallInNewScope(null, WriteRecordCommand.Info, record);
        }
        else if (record is not FailureWarning || !FailureWarning.IsKnownTo(home))
        {
            StreamRecord.Write(record, home?.UI);
            return home?.UI is not null;
        }

        return true;
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly PSCmdlet? _previousCmdlet;
        private readonly EmitterStop? _previousStop;

        internal Scope(PSCmdlet? cmdlet, EmitterStop stop)
        {
            _previousCmdlet = t_cmdlet;
            _previousStop = t_stop;
            t_cmdlet = cmdlet;
            t_stop = stop;
        }

        public void Dispose()
        {
            t_cmdlet = _previousCmdlet;
            t_stop = _previousStop;
        }
    }
}
