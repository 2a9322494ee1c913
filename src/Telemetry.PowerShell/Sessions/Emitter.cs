using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace Telemetry.PowerShell;

/// <summary>
/// Where messages of handlers show: at the cmdlet that emits on this thread, or else in the session whose pipeline runs on
/// it, or else at the host of the session that registered the handler.
/// </summary>
internal static class Emitter
{
    [ThreadStatic]
    private static PSCmdlet? t_cmdlet;

    /// <summary>Makes a cmdlet the emitter of this thread until disposed.</summary>
    internal static Scope Enter(PSCmdlet cmdlet) => new(cmdlet);

    /// <summary>Writes what a handler wrote elsewhere to its streams; other things are its output, and dropped.</summary>
    internal static void Forward(IReadOnlyList<object> records, PSHost? home)
    {
        foreach (object record in records)
        {
            Write(record, home);
        }
    }

    /// <summary>Writes a record to the stream that it is of.</summary>
    internal static void Write(object record, PSHost? home)
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
        }
    }

    internal readonly struct Scope : IDisposable
    {
        private readonly PSCmdlet? _previous;

        internal Scope(PSCmdlet cmdlet)
        {
            _previous = t_cmdlet;
            t_cmdlet = cmdlet;
        }

        public void Dispose() => t_cmdlet = _previous;
    }
}
