using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The native programs that fail while a block runs.</summary>
internal sealed class NativeFailures
{
    private const string ExitCodeVariable = "global:LASTEXITCODE";
    private const string ErrorVariable = "global:Error";
    private const string ExitCodeProperty = "ExitCode";
    private const string EngineException = "NativeCommandExitException";

    private readonly SessionState _session;
    private readonly object? _exitCode;
    private readonly object? _newestError;

    /// <param name="session">The session in which the block runs.</param>
    internal NativeFailures(SessionState session)
    {
        _session = session;
        _exitCode = ReadExitCode();
        _newestError = Errors is { Count: > 0 } errors ? errors[0] : null;
    }

    private ArrayList? Errors => _session.PSVariable.GetValue(ErrorVariable) as ArrayList;

    /// <summary>Finds the first program that failed since this object was made; null if none did.</summary>
    internal Exception? Find()
    {
        Exception? first = null;
        foreach (object? error in Errors ?? [])
        {
            if (ReferenceEquals(error, _newestError))
            {
                break;
            }

            if ((error as ErrorRecord)?.Exception is { } exception && IsOfProgram(exception))
            {
                first = exception;
            }
        }

        return first ?? FindByExitCode();
    }

    /// <summary>Gets the exit code that an exception tells; null if it tells none.</summary>
    internal static int? ExitCodeOf(Exception exception) =>
        exception is ExitCodeException own ? own.ExitCode
        : IsOfProgram(exception) ? PSObject.AsPSObject(exception).Properties[ExitCodeProperty]?.Value as int?
        : null;

    // The engine does not have the type before PowerShell 7.3.
    private static bool IsOfProgram(Exception exception) => exception.GetType().Name == EngineException;

    // The engine sets the variable to another object at each end of a program, also where the number stays the same.
    private ExitCodeException? FindByExitCode() =>
        ReadExitCode() is int code and not 0 && !ReferenceEquals(ReadExitCode(), _exitCode) ? new ExitCodeException(code) : null;

    private object? ReadExitCode() => _session.PSVariable.GetValue(ExitCodeVariable);
}
