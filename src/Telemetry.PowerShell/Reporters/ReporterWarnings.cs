using System.Diagnostics;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The warnings of reporters.</summary>
internal static class ReporterWarnings
{
    /// <summary>Writes a warning at the cmdlet that runs on this thread or, on a thread of the reporter, to the host of the session
    /// that started it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="session">The session, or nothing if no host shows the message. A weak reference, as a reporter may outlive
    /// it.</param>
    internal static void Write(string message, WeakReference<HandlerSession?> session)
    {
        string plain = PlainText.Of(message);
        if (!Emitter.Write(new WarningRecord(plain), session.TryGetTarget(out HandlerSession? starter) ? starter?.Host : null))
        {
            Trace.TraceWarning(plain);
        }
    }
}
