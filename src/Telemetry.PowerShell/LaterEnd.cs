using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>The end of a session at a later removal of the module, after the engine refused one.</summary>
internal sealed class LaterEnd(Runspace session) : ISessionMember
{
    public bool IsAttached => true;

    public bool IsReported => false;

    public void Detach() => SessionEnd.Run(session);

    public void Finish()
    {
    }

    public void Release()
    {
    }
}
