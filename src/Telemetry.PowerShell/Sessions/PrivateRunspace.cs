using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>The runspaces in which copies of blocks run, on the thread that calls them.</summary>
internal static class PrivateRunspace
{
    /// <summary>Opens a runspace.</summary>
    /// <param name="mode">The language mode in which the original was registered.</param>
    /// <param name="commands">The commands that it has besides the engine's own.</param>
    internal static Runspace Open(PSLanguageMode mode, IEnumerable<SessionStateCommandEntry> commands)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.LanguageMode = mode;
        state.ThreadOptions = PSThreadOptions.UseCurrentThread;
        state.Commands.Add(commands);
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        return runspace;
    }

    /// <summary>Moves a runspace to a folder. An earlier call may have left it in another one.</summary>
    internal static void MoveTo(PathIntrinsics path, string folder)
    {
        if (path.CurrentLocation.Path == folder)
        {
            return;
        }

        try
        {
            path.SetLocation(WildcardPattern.Escape(folder));
        }
        catch (RuntimeException)
        {
            // The folder was removed. In the folder where the process was started, a relative path would mean another file.
            path.SetLocation(Path.GetPathRoot(folder));
        }
    }

    /// <summary>Makes a runspace the default one of this thread until disposed.</summary>
    internal static Entered Enter(Runspace runspace) => new(runspace);

    internal readonly struct Entered : IDisposable
    {
        private readonly Runspace? _previous;

        internal Entered(Runspace runspace)
        {
            _previous = Runspace.DefaultRunspace;
            Runspace.DefaultRunspace = runspace;
        }

        public void Dispose() => Runspace.DefaultRunspace = _previous;
    }
}
