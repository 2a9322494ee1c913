using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>Runs a script in a session of its own, and attaches its handlers when it has run to its end: all of them, or
/// none. One at a time; <see cref="Stop"/> and <see cref="IsLoadingHere"/> from any thread.</summary>
internal sealed class ScriptLoader(HandlerFolderOptions options)
{
    // Inside a 'try', every terminating error ends the script: outside of one, the engine would report a failed statement
    // such as 1/0 and go on with the next.
    private const string Call = "param($file) try { & $file } catch { throw }";

    private readonly KeyValuePair<string, object?>[] _variables = [.. options.Variables];
    private readonly InitialSessionState _state = StateOf(options);
    private readonly Lock _gate = new();
    private volatile TelemetrySession? _loading;
    private volatile bool _isStopped;

    /// <summary>Whether no script is loaded any more.</summary>
    internal bool IsStopped => _isStopped;

    /// <summary>Whether this thread runs the script that is being loaded.</summary>
    internal bool IsLoadingHere => _loading is { } loading && ReferenceEquals(Runspace.DefaultRunspace, loading.Runspace);

    /// <summary>Stops the script that is being loaded, and loads no other.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;

            // A session cannot be closed in the middle of a direct call to it, which the loading makes under this lock.
            _loading?.Dispose();
        }
    }

    /// <summary>Loads a script.</summary>
    /// <param name="file">The full path.</param>
    /// <param name="leaving">The versions whose handlers may be replaced.</param>
    /// <param name="all">The versions at work.</param>
    /// <param name="errors">Takes the errors that are not fatal.</param>
    /// <returns>The version now at work, or why there is none; neither where loading was stopped.</returns>
    internal (ScriptVersion? Version, HandlerScriptError? Error) Load(
        string file,
        IReadOnlyCollection<ScriptVersion> leaving,
        IReadOnlyCollection<ScriptVersion> all,
        List<HandlerScriptError> errors)
    {
        TelemetrySession? session = null;
        HandlerScriptError? error;
        try
        {
            session = TelemetrySession.Open(options.Host, _state);
            foreach ((string name, object? value) in _variables)
            {
                session.Runspace.SessionStateProxy.SetVariable(name, value);
            }

            if (!TryBegin(session))
            {
                session.Dispose();
                return default;
            }

            Run(session.Runspace, file, errors);
            (ScriptVersion? version, error) = Attach(session, file, leaving, all);
            if (version is not null)
            {
                return (version, null);
            }
        }
        catch (Exception e)
        {
            error = HandlerScriptError.Of(file, e);
        }
        finally
        {
            _loading = null;
        }

        session?.Dispose();
        return _isStopped ? default : (null, error);
    }

    private static InitialSessionState StateOf(HandlerFolderOptions options)
    {
        InitialSessionState state = options.InitialState?.Clone() ?? InitialSessionState.CreateDefault2();
        StagedHandlers.AddTo(state);
        return state;
    }

    private (ScriptVersion? Version, HandlerScriptError? Error) Attach(
        TelemetrySession session,
        string file,
        IReadOnlyCollection<ScriptVersion> leaving,
        IReadOnlyCollection<ScriptVersion> all)
    {
        var version = new ScriptVersion(session);
        var swap = new HandlerSwap(session, version, leaving, all);
        foreach (StagedHandler handler in Complete(session.Runspace))
        {
            try
            {
                swap.Attach(handler);
            }
            catch (Exception e)
            {
                swap.TakeBack();
                return (null, HandlerScriptError.Of(file, handler, e));
            }
        }

        return (version, null);
    }

    private IReadOnlyList<StagedHandler> Complete(Runspace runspace)
    {
        lock (_gate)
        {
            return [.. StagedHandlers.Of(runspace).Complete(runspace)];
        }
    }

    private static void Run(Runspace runspace, string file, List<HandlerScriptError> errors)
    {
        using var pipeline = System.Management.Automation.PowerShell.Create(runspace);
        try
        {
            pipeline.AddScript(Call).AddArgument(file).Invoke();
        }
        finally
        {
            errors.AddRange(pipeline.Streams.Error.Select(record => HandlerScriptError.Of(file, record)));
        }
    }

    private bool TryBegin(TelemetrySession session)
    {
        lock (_gate)
        {
            _loading = _isStopped ? null : session;
            return !_isStopped;
        }
    }
}
