using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Telemetry.Hosting;

/// <summary>
/// A PowerShell session inside a C# program, with the Telemetry module imported. Its scripts share
/// <see cref="TelemetryDispatcher.Default"/> with the program: they handle the events of its C# code, and the C# code
/// handles theirs.
/// </summary>
/// <remarks>A session runs one script at a time; members may be called from any thread, and a second script waits for the
/// first. The handlers that its scripts registered are detached when it is disposed. Other threads may emit events
/// meanwhile.</remarks>
/// <example>
/// <code>
/// using var session = TelemetrySession.Open();
/// session.RunFile("handlers/audit.ps1");
/// TelemetryDispatcher.Default.Execute("order.placed", [new("total", 12.5)]);
/// </code>
/// </example>
public sealed class TelemetrySession : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private Action<ErrorRecord>? _onError;
    private int _isClosing;

    private TelemetrySession(Runspace runspace) => Runspace = runspace;

    /// <summary>The path of the module that a session imports.</summary>
    public static string ModulePath { get; } = Path.Combine(AppContext.BaseDirectory, "Telemetry", "Telemetry.psd1");

    /// <summary>The runspace of the session.</summary>
    public Runspace Runspace { get; }

    /// <summary>Opens a session and imports the module into it.</summary>
    /// <param name="host">The host that shows the output of scripts and asks their questions; null shows nothing.</param>
    /// <param name="initialState">The initial state of the session; null for the engine's own commands and any module, which
    /// is found when it is first used.</param>
    /// <exception cref="FileNotFoundException">The module is not beside the program.</exception>
    public static TelemetrySession Open(PSHost? host = null, InitialSessionState? initialState = null)
    {
        if (!File.Exists(ModulePath))
        {
            throw new FileNotFoundException(
                $"The Telemetry module is not at '{ModulePath}'. Build the program with its reference to "
                + "Telemetry.Hosting, which copies it there, and deploy the folder with the program.",
                ModulePath);
        }

        InitialSessionState state = initialState?.Clone() ?? InitialSessionState.CreateDefault2();
        state.ImportPSModule([ModulePath]);
        state.ThrowOnRunspaceOpenError = true;
        Runspace runspace = host is null
            ? RunspaceFactory.CreateRunspace(state)
            : RunspaceFactory.CreateRunspace(host, state);
        try
        {
            runspace.Open();
            return new TelemetrySession(runspace);
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    /// <summary>Opens the session of a program with a host.</summary>
    /// <param name="options">Its options.</param>
    /// <param name="onError">Called for each error that a script wrote before it continued.</param>
    internal static TelemetrySession Open(TelemetrySessionOptions options, Action<ErrorRecord> onError)
    {
        TelemetrySession session = Open(options.Host, options.InitialState);
        session._onError = onError;
        foreach ((string name, object? value) in options.Variables)
        {
            session.Runspace.SessionStateProxy.SetVariable(name, value);
        }

        return session;
    }

    /// <summary>Runs the text of a script in the session's own scope, and returns its output.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its positional arguments.</param>
    /// <exception cref="RuntimeException">The script ended with an error.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public IReadOnlyList<PSObject> Run(string script, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(script);
        ArgumentNullException.ThrowIfNull(arguments);
        return Invoke(pipeline =>
        {
            pipeline.AddScript(script);
            foreach (object? argument in arguments)
            {
                pipeline.AddArgument(argument);
            }
        });
    }

    /// <summary>Runs a script file, and returns its output.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arguments">Its positional arguments.</param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="RuntimeException">The script ended with an error, or does not parse.</exception>
    /// <exception cref="ObjectDisposedException">The session is closed.</exception>
    public IReadOnlyList<PSObject> RunFile(string path, params object?[] arguments)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(arguments);
        string file = ScriptFile.Resolve(path);
        return Invoke(pipeline =>
        {
            pipeline.AddCommand(file);
            foreach (object? argument in arguments)
            {
                pipeline.AddArgument(argument);
            }
        });
    }

    /// <summary>Closes the session, which detaches its handlers and stops its scripts. Calling it again does nothing, and does not wait
    /// for a call that is under way.</summary>
    public void Dispose()
    {
        if (TryBeginClose())
        {
            Runspace.Dispose();
        }
    }

    /// <summary>Closes the session on the thread pool. From the call on, <see cref="Dispose"/> does nothing and does not wait, even if a
    /// script never stops.</summary>
    internal Task CloseAsync() => TryBeginClose() ? Task.Run(Runspace.Dispose) : Task.CompletedTask;

    private bool TryBeginClose() => Interlocked.Exchange(ref _isClosing, 1) == 0;

    private IReadOnlyList<PSObject> Invoke(Action<PowerShell> build)
    {
        ObjectDisposedException.ThrowIf(Runspace.RunspaceStateInfo.State is not RunspaceState.Opened, this);
        using var pipeline = PowerShell.Create(Runspace);
        build(pipeline);
        _oneAtATime.Wait();
        try
        {
            return [.. pipeline.Invoke()];
        }
        finally
        {
            _oneAtATime.Release();
            if (_onError is { } onError)
            {
                foreach (ErrorRecord error in pipeline.Streams.Error)
                {
                    onError(error);
                }
            }
        }
    }
}
