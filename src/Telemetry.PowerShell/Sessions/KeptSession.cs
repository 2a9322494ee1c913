using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// A session of the module in which the copy of one block runs again and again, and which keeps its state from one run to the next. A
/// run is a pipeline, so that it can be stopped as one: <c>finally</c> blocks run, and a command that waits ends. It serves one thread
/// at a time, and runs on that thread.
/// </summary>
internal sealed class KeptSession : IDisposable
{
    // Outside of a try, the engine would report a failed statement such as 1/0 and continue with the next one. Only $args is not seen
    // by what is called.
    private const string RunText = "try {{ & $args[0]{0} | & $args[1] $args[2] }} catch {{ throw }}";
    private const string InputText = "$_ = $args[{0}]; ";
    private const string InitializeText = "try { . $args[0] > $null } catch { throw }";
    private const int FirstArgument = 3;
    private const string Preference = "ErrorActionPreference";

    private static readonly TimeSpan s_closingTime = TimeSpan.FromSeconds(1);

    private readonly Runspace _runspace;
    private readonly PathIntrinsics _path;
    private readonly ScriptBlock _copy;
    private readonly string _folder;
    private readonly ActionPreference _onError;

    /// <summary>Opens the session.</summary>
    /// <param name="block">The block. A copy keeps its file and lines.</param>
    /// <param name="mode">The language mode in which the original was registered.</param>
    /// <param name="commands">The commands that the session has besides the engine's own.</param>
    /// <param name="folder">The folder in which each run begins.</param>
    /// <param name="onError">The preference for errors that do not end a command.</param>
    internal KeptSession(
        ScriptBlock block,
        PSLanguageMode mode,
        IEnumerable<SessionStateCommandEntry> commands,
        string folder,
        ActionPreference onError = ActionPreference.Continue)
    {
        _folder = folder;
        _onError = onError;
        _runspace = PrivateRunspace.Open(mode, commands);
        try
        {
            _runspace.SessionStateProxy.SetVariable(Preference, onError);
            _path = _runspace.SessionStateProxy.Path;
            using (PrivateRunspace.Enter(_runspace))
            {
                _copy = BlockCopy.Of(block);
            }
        }
        catch
        {
            _runspace.Dispose();
            throw;
        }
    }

    /// <summary>Whether the session can run something. The engine closes it at the end of the process.</summary>
    internal bool IsOpen => _runspace.RunspaceStateInfo.State == RunspaceState.Opened;

    /// <summary>Runs a script in the global scope. Any error in it is a failure, as a poll with half of what it needs would fail later,
    /// and less clearly.</summary>
    /// <param name="script">The script.</param>
    /// <param name="write">Called with each record that it writes to its streams.</param>
    /// <param name="cancellation">Cancelled to stop it.</param>
    /// <exception cref="RuntimeException">It failed.</exception>
    internal void Initialize(ScriptBlock script, Action<object> write, CancellationToken cancellation)
    {
        ScriptBlock copy;
        using (PrivateRunspace.Enter(_runspace))
        {
            copy = BlockCopy.Of(script);
        }

        _runspace.SessionStateProxy.SetVariable(Preference, ActionPreference.Stop);
        Invoke(InitializeText, write, cancellation, copy);
        _runspace.SessionStateProxy.SetVariable(Preference, _onError);
    }

    /// <summary>Runs the copy of the block.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="output">The command that gets its output.</param>
    /// <param name="receiver">The argument of that command.</param>
    /// <param name="write">Called with each record that it writes to its other streams.</param>
    /// <param name="cancellation">Cancelled to stop it.</param>
    /// <param name="input">The value of <c>$_</c>; null for none.</param>
    /// <exception cref="RuntimeException">A terminating error ended it.</exception>
    internal void Run(
        object?[] arguments,
        CommandInfo output,
        object receiver,
        Action<object> write,
        CancellationToken cancellation,
        object? input = null)
    {
        string places = string.Concat(arguments.Select((_, index) => $" $args[{index + FirstArgument}]"));
        string text = string.Format(CultureInfo.InvariantCulture, RunText, places);
        if (input is not null)
        {
            text = string.Format(CultureInfo.InvariantCulture, InputText, arguments.Length + FirstArgument) + text;
        }

        Invoke(text, write, cancellation, [_copy, output, receiver, .. arguments, input]);
    }

    /// <summary>Begins to close the session, which a run that cannot be stopped keeps from closing.</summary>
    // When the first session of the process closes, the engine closes all that are open, and would wait for the run. It leaves those
    // alone that are closing already.
    internal void Abandon()
    {
        new Thread(Close) { IsBackground = true, Name = "Telemetry session: closing" }.Start();
        SpinWait.SpinUntil(() => _runspace.RunspaceStateInfo.State != RunspaceState.Opened, s_closingTime);
    }

    public void Dispose() => _runspace.Dispose();

    private void Close()
    {
        try
        {
            _runspace.Dispose();
        }
        catch (Exception e) when (e is RuntimeException or InvalidRunspaceStateException or InvalidOperationException)
        {
            // It was closed meanwhile.
        }
    }

    private void Invoke(string text, Action<object> write, CancellationToken cancellation, params object?[] arguments)
    {
        PrivateRunspace.MoveTo(_path, _folder);
        using var pipeline = PowerShell.Create();
        pipeline.Runspace = _runspace;
        pipeline.AddScript(text);
        foreach (object? argument in arguments)
        {
            pipeline.AddArgument(argument);
        }

        Forward(pipeline.Streams.Error, write);
        Forward(pipeline.Streams.Warning, write);
        Forward(pipeline.Streams.Verbose, write);
        Forward(pipeline.Streams.Debug, write);
        Forward(pipeline.Streams.Information, write);
        var stop = new PipelineStop(pipeline);
        using (cancellation.Register(stop.Request))
        {
            try
            {
                if (!cancellation.IsCancellationRequested)
                {
                    pipeline.Invoke();
                }
            }
            finally
            {
                stop.OnEnded();
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }

    // At once, and nothing is kept: a run may write without end.
    private static void Forward<T>(PSDataCollection<T> stream, Action<object> write)
        where T : class => stream.DataAdded += (_, _) =>
        {
            foreach (T record in stream.ReadAll())
            {
                write(record);
            }
        };
}
