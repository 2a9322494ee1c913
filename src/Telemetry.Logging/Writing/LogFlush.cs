using System.Diagnostics;

namespace Telemetry.Logging;

/// <summary>A request to write the lines that wait.</summary>
/// <param name="target">The number of lines, since the start, that are then written.</param>
internal sealed class LogFlush(long target)
{
    private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _age = Stopwatch.StartNew();

    internal long Target => target;

    internal TimeSpan Age => _age.Elapsed;

    /// <summary>The outcome: whether the lines are written.</summary>
    internal Task<bool> Done => _done.Task;

    internal void Complete(bool isWritten) => _done.TrySetResult(isWritten);
}
