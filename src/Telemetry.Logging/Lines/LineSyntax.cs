namespace Telemetry.Logging;

/// <summary>Writes events as lines. Safe to use from any thread.</summary>
/// <param name="isLocal">Whether times are local, with their offset from UTC.</param>
internal abstract class LineSyntax(bool isLocal)
{
    /// <summary>The id of this process.</summary>
    private protected static int ProcessId { get; } = GetProcessId();

    /// <summary>Writes an event and a line feed.</summary>
    /// <param name="buffer">The buffer to write to.</param>
    /// <param name="data">The event.</param>
    /// <param name="time">The time of the emit, in UTC.</param>
    internal void Write(ByteBuffer buffer, in EventData data, DateTime time)
    {
        var output = new LineOutput(buffer);
        Write(ref output, new LineEvent(data, time));
        output.Writer.Write("\n"u8);
        output.Writer.Flush();
    }

    private protected abstract void Write(ref LineOutput output, in LineEvent line);

    /// <summary>Returns the time to show.</summary>
    private protected DateTime TimeOf(in LineEvent line) => isLocal ? line.Time.ToLocalTime() : line.Time;

    private static int GetProcessId()
    {
#if NET
        return Environment.ProcessId;
#else
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.Id;
#endif
    }
}
