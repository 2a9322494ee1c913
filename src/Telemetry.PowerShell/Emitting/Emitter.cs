using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// Where messages of handlers show: at the cmdlet that emits on this thread, or else in the session whose pipeline runs on
/// it, or else at the host of the session that registered the handler.
/// </summary>
internal static class Emitter
{
    [ThreadStatic]
    private static PSCmdlet? t_cmdlet;

    [ThreadStatic]
    private static EmitterStop? t_stop;

    /// <summary>How the emitter of this thread is stopped, where it can be.</summary>
    internal static EmitterStop? Stop => t_stop;

    /// <summary>Makes a cmdlet the emitter of this thread until disposed.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="stop">What the cmdlet requests when it is stopped. Around an emit inside a handler, the outermost one
    /// counts: the engine stops the pipeline as a whole.</param>
    internal static Scope Enter(PSCmdlet cmdlet, EmitterStop stop) => new(cmdlet, t_stop ?? stop);

    /// <summary>The same for what must be emitted even if the emitter is being stopped, such as the end of a span: what
    /// was requested before is not for this.</summary>
    /// <param name="cmdlet">The cmdlet, if there is one.</param>
    /// <param name="stop">What the cmdlet requests when it is stopped from now on.</param>
    internal static Scope EnterDespiteStop(PSCmdlet? cmdlet, EmitterStop stop) =>
        new(cmdlet, t_stop is { IsRequested: false } outer ? outer : stop);

    /// <summary>Which preferences a handler has from its emitter, so that verbose and debug messages are made where they
    /// will show.</summary>
    /// <param name="isHome">Whether the handler runs in the emitter's session, and sees its variables.</param>
    internal static IReadOnlyList<string> MessagePreferences(bool isHome) =>
        t_cmdlet is { } cmdlet ? Preferences.OfMessages(cmdlet, isHome) : [];

    /// <summary>Writes what a handler wrote elsewhere to its streams; other things are its output, and dropped.</summary>
    internal static void Forward(IReadOnlyList<object> records, PSHost? home)
    {
        foreach (object record in records)
        {
            Write(record, home);
        }
    }

    /// <summary>Writes a record to the stream that it is of.</summary>
    /// <returns>Whether there was a stream or a host to write it to.</returns>
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
        else
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
