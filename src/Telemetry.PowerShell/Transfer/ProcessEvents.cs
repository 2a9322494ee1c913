using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>The events of another process of the same user, which sends them through the named pipe of its PowerShell engine. The access
/// rules of that pipe are the engine's own.</summary>
/// <param name="processId">The id of the process.</param>
internal sealed class ProcessEvents(int processId) : IDisposable
{
    // The engine of a process that runs answers in a part of a second; one that is suspended does not answer.
    private const int OpenTimeoutMilliseconds = 10_000;
    private const int EndTimeoutMilliseconds = 5_000;
    private const int LookMilliseconds = 500;
    private const int MaxWaiting = 10_000;

    private const string NotImported = "Telemetry is not imported.";

    // The assembly that the process has loaded says which module it is.
    private const string Send = """
        param($Names)
        $loaded = @([AppDomain]::CurrentDomain.GetAssemblies()).Where({ $_.GetName().Name -eq 'Telemetry.PowerShell' }, 'First')
        if ($loaded.Count -eq 0) { throw 'Telemetry is not imported.' }
        Import-Module ([IO.Path]::Combine([IO.Path]::GetDirectoryName($loaded[0].Location), 'Telemetry.psd1'))
        Send-TelemetryEvent -EventName $Names
        """;

    private readonly ManualResetEventSlim _stopping = new();
    private readonly ManualResetEventSlim _changed = new();
    private readonly ManualResetEventSlim _room = new();
    private readonly PSDataCollection<PSObject> _output = [];
    private readonly Queue<PSObject> _taken = new();
    private Runspace? _session;
    private PowerShell? _shell;
    private volatile bool _hasEnded;

    /// <summary>The reason for which the events have ended; null if the other process ended their sending.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Whether the other process has not imported the module.</summary>
    internal bool IsNotImported => Failure?.Message.Contains(NotImported) == true;

    /// <summary>The warnings that the other process has sent, which are removed by reading them.</summary>
    internal IEnumerable<string> TakeWarnings() => _shell?.Streams.Warning.ReadAll().Select(warning => warning.Message) ?? [];

    /// <summary>Connects to the process, and begins to receive.</summary>
    /// <param name="names">The names and patterns of the events.</param>
    /// <exception cref="InvalidOperationException">The process cannot be reached.</exception>
    internal void Open(string[] names)
    {
        var connection = new NamedPipeConnectionInfo(processId) { OpenTimeout = OpenTimeoutMilliseconds };
        _session = RunspaceFactory.CreateRunspace(connection);
        using var opened = new ManualResetEventSlim();
        _session.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Opened or RunspaceState.Broken or RunspaceState.Closed)
            {
                opened.Set();
            }
        };
        _session.OpenAsync();
        WaitHandle.WaitAny([opened.WaitHandle, _stopping.WaitHandle], OpenTimeoutMilliseconds);
        if (_session.RunspaceStateInfo is not { State: RunspaceState.Opened } && !_stopping.IsSet)
        {
            throw new InvalidOperationException(
                _session.RunspaceStateInfo.Reason?.Message ?? "it did not answer within ten seconds.", _session.RunspaceStateInfo.Reason);
        }

        if (_stopping.IsSet)
        {
            return;
        }

        Start(names);
    }

    /// <summary>Takes the next object; waits for one until the end.</summary>
    internal bool TryTake([NotNullWhen(true)] out PSObject? next)
    {
        while (_taken.Count == 0)
        {
            // Read before the output, of which more may come until it is read.
            bool isOver = _stopping.IsSet || _shell is null || _hasEnded;
            _changed.Reset();
            foreach (PSObject item in _output.ReadAll())
            {
                _taken.Enqueue(item);
            }

            _room.Set();
            if (_taken.Count == 0 && isOver)
            {
                next = null;
                return false;
            }

            if (_taken.Count == 0)
            {
                _changed.Wait(LookMilliseconds);
            }
        }

        next = _taken.Dequeue();
        return !_stopping.IsSet;
    }

    /// <summary>Ends the waiting. Called from the thread that stops the pipeline.</summary>
    internal void Stop()
    {
        _stopping.Set();
        _room.Set();
        _changed.Set();
    }

    /// <summary>Ends the sending, and closes the connection. Waits for a process that does not answer for some seconds.</summary>
    public void Dispose()
    {
        Stop();
        Task.Run(Close).Wait(EndTimeoutMilliseconds);
    }

    private void Start(string[] names)
    {
        _output.DataAdding += HoldUp;
        _output.DataAdded += (_, _) => _changed.Set();
        _shell = PowerShell.Create();
        _shell.Runspace = _session;
        _shell.AddScript(Send).AddArgument(names);
        _shell.InvocationStateChanged += OnStateChanged;
        var input = new PSDataCollection<PSObject>();
        input.Complete();
        _shell.BeginInvoke(input, _output);
    }

    private void OnStateChanged(object? sender, PSInvocationStateChangedEventArgs change)
    {
        PSInvocationStateInfo state = change.InvocationStateInfo;
        if (state.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped
            or PSInvocationState.Disconnected)
        {
            Failure = state.Reason;
            _hasEnded = true;
            _changed.Set();
        }
    }

    private void Close()
    {
        try
        {
            _shell?.Stop();
        }
        catch (Exception e) when (e is RuntimeException or InvalidOperationException)
        {
            // The connection is lost.
        }

        _shell?.Dispose();
        _session?.Dispose();
    }

    // The other process holds back, and counts what it drops, where this one is slower.
    private void HoldUp(object? sender, DataAddingEventArgs adding)
    {
        while (_output.Count >= MaxWaiting && !_stopping.IsSet)
        {
            _room.Reset();
            if (_output.Count >= MaxWaiting)
            {
                _room.Wait(LookMilliseconds);
            }
        }
    }
}
