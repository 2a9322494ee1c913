using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>The warnings of something that a session started and that runs in the background, such as a reporter. Safe to use from
/// any thread.</summary>
internal sealed class SessionWarnings
{
    // Weak, as what was started may outlive the session.
    private readonly WeakReference<HandlerSession> _session;
    private readonly bool _isSilent;

    /// <param name="session">The session whose host shows the warnings.</param>
    /// <param name="isSilent">Whether no host shows them.</param>
    internal SessionWarnings(HandlerSession session, bool isSilent)
    {
        _session = new WeakReference<HandlerSession>(session);
        _isSilent = isSilent;
    }

    // Null after the session was collected.
    private PSHost? Host => _session.TryGetTarget(out HandlerSession? session) ? session.Host : null;

    /// <summary>Writes a warning at the cmdlet that runs on this thread or, on another thread, to the host of the session.</summary>
    internal void Write(string message)
    {
        string plain = PlainText.Of(message);
        if (!Emitter.Write(new WarningRecord(plain), _isSilent ? null : Host))
        {
            Trace.TraceWarning(plain);
        }
    }

    /// <summary>Writes a warning, unless the warnings are silenced.</summary>
    internal void WriteUnlessSilent(string message)
    {
        if (!_isSilent)
        {
            Write(message);
        }
    }

    /// <summary>Shows a record of a script, such as an error, at the host of the session, also if the warnings are silenced.</summary>
    internal void Show(object record) => StreamRecord.Write(record, Host?.UI);
}
