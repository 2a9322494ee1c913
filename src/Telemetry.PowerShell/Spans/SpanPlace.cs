using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// The place at which the block of a span runs, until it is disposed. It determines where the span is current, because ambient
/// values reach further than a script's flow of control: into thread jobs, into the next work of an engine's thread, and into
/// the actions of events that fire while the block runs.
/// </summary>
internal sealed class SpanPlace : IDisposable
{
    private const string ParallelPrefix = "PSTask:";

    // A different object in each session that imports the module outside of blocks, and in everything that the session starts.
    private static readonly AsyncLocal<object?> s_origin = new();

    [ThreadStatic]
    private static SpanPlace? t_innermost;

    private readonly SpanPlace? _outer = t_innermost;
    private readonly object? _origin = s_origin.Value;
    private readonly bool _isInAction;

    // Null after the block was left, or the ambient values would keep the session alive.
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

    /// <summary>Hides the spans of other sessions from a separate session that imports the module, such as a thread job: the
    /// block that started it is another flow of control.</summary>
    internal static void BeginSession()
    {
        if (t_innermost is null && Runspace.DefaultRunspace is { } session && !IsParallel(session) && !RunsOnItsCaller(session))
        {
            s_origin.Value = new object();
        }
    }

    /// <summary>Determines whether the running code is in the flow of control of the block.</summary>
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

        // Without a session, C# code that the block called continues. A session that runs on the thread of its caller, such as the
        // private session of a handler, is in the caller's flow of control.
        return Runspace.DefaultRunspace is not { } session
            || RunsOnItsCaller(session)
            || (IsParallel(session) && !EventActions.IsRunning(session.Events));
    }

    // The engine gives the sessions of ForEach-Object -Parallel this prefix. The thread that waits for a session starts its thread.
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
