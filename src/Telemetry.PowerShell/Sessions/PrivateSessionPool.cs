using System.Collections.Concurrent;
using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>The private sessions of one handler: used again and again, and more of them made when all are
/// busy.</summary>
internal sealed class PrivateSessionPool(ScriptBlock original, PSLanguageMode mode)
{
    private readonly ConcurrentStack<PrivateSession> _idle = new();

    internal PrivateSession Rent() =>
        _idle.TryPop(out PrivateSession? session) ? session : new PrivateSession(original, mode);

    internal void Return(PrivateSession session) => _idle.Push(session);
}
