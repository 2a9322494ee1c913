using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The place at which the block of a span runs, until disposed: it decides where the span is the current one. Ambient values reach further
/// than a script's flow of control: into thread jobs, into whatever an engine's thread serves next, and into the actions of
/// events that fire while the block runs.
/// </summary>
internal sealed class SpanPlace : IDisposable
{
    private const string ParallelPrefix = "PSTask:";

    // Another object in each session that imports the module outside of blocks, and what that session starts.
    private static readonly AsyncLocal<object?> s_origin = new();

    [ThreadStatic]
    private static SpanPlace? t_innermost;

    private readonly SpanPlace? _outer = t_innermost;
    private readonly object? _origin = s_origin.Value;
    private readonly bool _isInAction;

    // Null once the block was left: what flows keeps no session alive.
    private PSEventManager? _events = Runspace.DefaultRunspace?.Events;

    internal SpanPlace()
    {
        _isInAction = EventActions.IsRunning(_events);
        t_innermost = this;
    }

    public void Dispose()
    {
        t_innermost = _outer;
        _events = null;
    }

    /// <summary>Keeps spans from what a session of its own starts, such as a thread job, when it imports the module: the
    /// block that started it is another flow of control.</summary>
    internal static void BeginSession()
    {
        if (t_innermost is null && Runspace.DefaultRunspace is { } session && !IsParallel(session) && !RunsOnItsCaller(session))
        {
            s_origin.Value = new object();
        }
    }

    /// <summary>Whether the running code is in the flow of control of the block.</summary>
    internal bool IsReached()
    {
        if (IsOnThisThread())
        {
            return EventActions.IsRunning(_events) == _isInAction;
        }

        if (!ReferenceEquals(s_origin.Value, _origin))
        {
            return false;
        }

        // Without a session, C# code that the block called goes on. One that runs on the thread of its caller, such as the private
        // session of a handler, is where that is.
        return Runspace.DefaultRunspace is not { } session
            || RunsOnItsCaller(session)
            || (IsParallel(session) && !EventActions.IsRunning(session.Events));
    }

    // The engine names the sessions of ForEach-Object -Parallel so. The thread of each is started by the one that waits for it.
    private static bool IsParallel(Runspace session) => session.Name.StartsWith(ParallelPrefix, StringComparison.Ordinal);

    private static bool RunsOnItsCaller(Runspace session) => session.ThreadOptions == PSThreadOptions.UseCurrentThread;

    private bool IsOnThisThread()
    {
        SpanPlace? place = t_innermost;
        while (place is not null && place != this)
        {
            place = place._outer;
        }

        return place is not null;
    }
}
