using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Alerts;

/// <summary>One attempt of an action, on a thread of its own, which is left behind if the attempt never ends.</summary>
[SuppressMessage("Design", "CA1001", Justification = "An attempt that was abandoned may still use the token.")]
internal sealed class ActionAttempt
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Action<CancellationToken> _call;
    private readonly Action _onEnded;
    private volatile bool _isDone;

    private ActionAttempt(Action<CancellationToken> call, Action onEnded)
    {
        _call = call;
        _onEnded = onEnded;
    }

    internal bool IsDone => _isDone;

    /// <summary>The exception with which it ended; null if it succeeded, or has not ended.</summary>
    internal Exception? Exception { get; private set; }

    /// <summary>Starts an attempt.</summary>
    /// <param name="call">The action.</param>
    /// <param name="onEnded">Called at the end, on the thread of the attempt.</param>
    internal static ActionAttempt Start(Action<CancellationToken> call, Action onEnded)
    {
        var attempt = new ActionAttempt(call, onEnded);
        BackgroundThread.Start(attempt.Run, "Telemetry alerts");
        return attempt;
    }

    // On another thread, as the callbacks of the token may wait for the action.
    internal void Cancel() => BackgroundThread.Start(_cancellation.Cancel, "Telemetry alerts");

    private void Run()
    {
        try
        {
            _call(_cancellation.Token);
        }
        catch (Exception e)
        {
            Exception = e;
        }

        _isDone = true;
        _onEnded();
    }
}
