using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// Saves the state of a session that a handler running in it would change for the emitter: <c>$Error</c>,
/// <c>$LASTEXITCODE</c> and the location. Restores the state when it is disposed.
/// </summary>
internal readonly struct EmitterState : IDisposable
{
    private const string ExitCodeName = "LASTEXITCODE";
    private const string ExitCode = $"global:{ExitCodeName}";

    private readonly ArrayList? _errors;
    private readonly object? _newestError;
    private readonly SessionState? _session;
    private readonly bool _hasExitCode;
    private readonly object? _exitCode;
    private readonly PathInfo? _location;
    private readonly string? _folderOfDrive;
    private readonly int _pushedLocations;

    /// <param name="session">The session.</param>
    /// <param name="errors">The list that is its <c>$Error</c>.</param>
    /// <param name="runsCommands">Whether the handler runs commands. A handler without commands can only add errors, which
    /// it catches or fails with.</param>
    internal EmitterState(SessionState session, ArrayList? errors, bool runsCommands)
    {
        _errors = errors;
        _newestError = errors is { Count: > 0 } ? errors[0] : null;
        if (runsCommands)
        {
            _session = session;
            PSVariable? exitCode = ReadExitCode(session);
            _hasExitCode = exitCode is not null;
            _exitCode = exitCode?.Value;
            _location = session.Path.CurrentLocation;
            _folderOfDrive = _location.Drive?.CurrentLocation;
            _pushedLocations = session.Path.LocationStack(string.Empty).Count;
        }
    }

    public void Dispose()
    {
        RemoveNewErrors();
        if (_session is not null)
        {
            RestoreExitCode(_session);
            RestoreLocation(_session);
        }
    }

    // An error that the handler wrote is added to the list again when it is written at the emitter. The errors that it
    // caught or silenced, and the one that made it fail, are not the emitter's.
    private void RemoveNewErrors()
    {
        if (_errors is not { Count: > 0 } errors || ReferenceEquals(errors[0], _newestError))
        {
            return;
        }

        int added = _newestError is null ? -1 : errors.IndexOf(_newestError);
        errors.RemoveRange(0, added < 0 ? errors.Count : added);
    }

    // Read from the scope where the engine is known, at a fifth of the cost of its path.
    private static PSVariable? ReadExitCode(SessionState session) =>
        EngineScopes.AreKnown && EngineScopes.OfThisThread() is { } state && EngineScopes.Global(state) is { } global
            ? EngineScopes.Variable(global, ExitCodeName)
            : session.PSVariable.Get(ExitCode);

    private void RestoreExitCode(SessionState session)
    {
        if (Equals(ReadExitCode(session)?.Value, _exitCode))
        {
            return;
        }

        if (_hasExitCode)
        {
            session.PSVariable.Set(ExitCode, _exitCode);
        }
        else
        {
            session.PSVariable.Remove(ExitCode);
        }
    }

    private void RestoreLocation(SessionState session)
    {
        PathIntrinsics path = session.Path;
        try
        {
            for (int pushed = path.LocationStack(string.Empty).Count; pushed > _pushedLocations; pushed--)
            {
                path.PopLocation(string.Empty);
            }

            if (HasMoved(session) && path.CurrentLocation.Path != _location!.Path)
            {
                path.SetLocation(WildcardPattern.Escape(_location.Path));
            }
        }
        catch (RuntimeException)
        {
            // The handler removed the folder, or the drive.
        }
    }

    // The paths of a location are put together when they are read.
    private bool HasMoved(SessionState session) =>
        _folderOfDrive is null
        || !ReferenceEquals(session.Drive.Current, _location!.Drive)
        || !string.Equals(_location.Drive.CurrentLocation, _folderOfDrive, StringComparison.Ordinal);
}
