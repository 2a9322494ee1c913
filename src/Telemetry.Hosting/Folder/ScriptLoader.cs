using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>Runs a script in a session of its own, and attaches its handlers when it has run to its end: all of them, or
/// none. Loads one script at a time; <see cref="Stop"/> and <see cref="IsLoadingHere"/> may be used from any
/// thread.</summary>
internal sealed class ScriptLoader(HandlerFolderOptions options)
{
    /// <summary>Runs a file. Inside a <c>try</c>, every terminating error ends the script. Outside of one, the engine would report a
    /// failed statement such as 1/0 and continue with the next.</summary>
    internal const string Call = "param($file) try { & $file } catch { throw }";

    private readonly KeyValuePair<string, object?>[] _variables = [.. options.Variables];
    private readonly InitialSessionState _state = StateOf(options);
    private readonly Lock _gate = new();

    // The load that this code is a part of, if any: as code of the script, or of a handler of its events. A separate object,
    // because work that the script leaves behind keeps it alive.
    private readonly AsyncLocal<object?> _flow = new();
    private volatile object? _load;
    private volatile TelemetrySession? _loading;
    private volatile bool _isStopped;

    /// <summary>Whether loading has been stopped.</summary>
    internal bool IsStopped => _isStopped;

    /// <summary>Whether the script that is being loaded waits for this code.</summary>
    internal bool IsLoadingHere => _load is { } load && ReferenceEquals(_flow.Value, load);

    /// <summary>Stops the script that is being loaded, and loads no more scripts.</summary>
    internal void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;

            // Under the lock, because a session cannot be closed during a direct call to it, which the loading makes under
            // the lock.
            _loading?.Dispose();
        }
    }

    /// <summary>Loads a script, unless its file changes meanwhile.</summary>
    /// <param name="file">The file.</param>
    /// <param name="leaving">The versions whose handlers may be replaced.</param>
    /// <param name="all">The active versions.</param>
    internal LoadResult Load(
        FileState file, IReadOnlyCollection<ScriptVersion> leaving, IReadOnlyCollection<ScriptVersion> all)
    {
        TelemetrySession? session = null;
        LoadResult result;
        try
        {
            session = Open();
            result = TryBegin(session) ? Load(session, file, leaving, all) : default;
        }
        catch (Exception e)
        {
            result = new LoadResult(Failure: HandlerScriptError.Of(file.Path, e));
        }
        finally
        {
            _flow.Value = _load = null;
            _loading = null;
        }

        if (result.Version is null)
        {
            session?.Dispose();
            return _isStopped ? default : result;
        }

        return result;
    }

    private static InitialSessionState StateOf(HandlerFolderOptions options)
    {
        InitialSessionState state = options.InitialState?.Clone() ?? InitialSessionState.CreateDefault2();
        StagedHandlers.AddTo(state);
        return state;
    }

    private TelemetrySession Open()
    {
        TelemetrySession session = TelemetrySession.Open(options.Host, _state);
        foreach ((string name, object? value) in _variables)
        {
            session.Runspace.SessionStateProxy.SetVariable(name, value);
        }

        return session;
    }

    private LoadResult Load(
        TelemetrySession session,
        FileState file,
        IReadOnlyCollection<ScriptVersion> leaving,
        IReadOnlyCollection<ScriptVersion> all)
    {
        var errors = new List<HandlerScriptError>();
        HandlerScriptError? failure = Run(session.Runspace, file.Path, errors);

        // The engine read the file itself, perhaps half written. The content that it ran is known only if the file is
        // unchanged.
        if (FileState.Read(file.Path) is { } now && !now.HasContentOf(file))
        {
            return new LoadResult(Changed: now);
        }

        return failure is null
            ? Attach(session, file.Path, leaving, all) with { Errors = errors }
            : new LoadResult(Failure: failure, Errors: errors);
    }

    private LoadResult Attach(
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
                return new LoadResult(Failure: HandlerScriptError.Of(file, handler, e));
            }
        }

        return new LoadResult(version);
    }

    private IReadOnlyList<StagedHandler> Complete(Runspace runspace)
    {
        lock (_gate)
        {
            return [.. StagedHandlers.Of(runspace).Complete(runspace)];
        }
    }

    private static HandlerScriptError? Run(Runspace runspace, string file, List<HandlerScriptError> errors)
    {
        using var pipeline = System.Management.Automation.PowerShell.Create(runspace);
        try
        {
            pipeline.AddScript(Call).AddArgument(file).Invoke();
            return null;
        }
        catch (Exception e)
        {
            return HandlerScriptError.Of(file, e);
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
            _flow.Value = _load = new object();
            return !_isStopped;
        }
    }
}
