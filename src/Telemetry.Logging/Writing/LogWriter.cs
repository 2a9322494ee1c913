namespace Telemetry.Logging;

/// <summary>Writes the lines of a queue to a file, on a thread of its own. While it fails, it tries again, and lines wait.</summary>
/// <param name="queue">The lines.</param>
/// <param name="file">The file.</param>
/// <param name="onFailed">Called after each failure.</param>
/// <param name="onWritten">Called after each chunk that was written.</param>
internal sealed class LogWriter(LineQueue queue, LogFile file, Action<Exception> onFailed, Action onWritten)
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    private Thread? _thread;

    /// <summary>Whether this thread is that of the writer.</summary>
    internal bool IsHere => Thread.CurrentThread == _thread;

    internal void Start(string name) => _thread = BackgroundThread.Start(Work, name);

    private void Work()
    {
        _thread = Thread.CurrentThread;
        TimeSpan pause = s_firstPause;
        while (queue.Take() is { } chunk)
        {
            try
            {
                file.Append(chunk, lines => queue.Advance(chunk, lines));
                pause = s_firstPause;
                onWritten();
            }
            catch (Exception e)
            {
                // Whatever it is: on this thread, it would end the process.
                onFailed(e);
                queue.Fail(pause);
                pause = new TimeSpan(Math.Min(2 * pause.Ticks, s_longestPause.Ticks));
            }
        }
    }
}
