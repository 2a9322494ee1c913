using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Writes failures that nobody was notified of to <see cref="Trace"/>, one line each. A failure of a trace listener is
/// ignored.</summary>
internal static class FailureTrace
{
    // A weak table, so that an entry does not outlive its source.
    private static readonly ConditionalWeakTable<object, TraceLimit> s_limits = new();

    /// <summary>Writes an error: a part of the program no longer works.</summary>
    internal static void WriteError(string line) => Write(line, static line => Trace.TraceError(line));

    /// <summary>Writes a warning: something failed that will be called again. Does nothing beyond the limit of its
    /// source.</summary>
    /// <param name="source">The source of the failures.</param>
    /// <param name="failuresInARow">The number of its failures in a row, this one included.</param>
    /// <param name="getLine">The function that returns the line.</param>
    internal static void WriteWarning(object source, int failuresInARow, Func<string> getLine)
    {
        if (s_limits.GetOrCreateValue(source).TryTake(failuresInARow, out long leftOut))
        {
            string line = leftOut == 0 ? getLine() : $"{getLine()} ({leftOut} failures since the line before this one)";
            Write(line, static line => Trace.TraceWarning(line));
        }
    }

    /// <summary>Returns the type, the message and the location of an exception.</summary>
    internal static string Describe(string type, string message, string stackTrace)
    {
        string frame = stackTrace.Split('\n')[0].Trim();
        return frame.Length == 0 ? $"{type}: {message}" : $"{type}: {message} ({frame})";
    }

    private static void Write(string line, Action<string> write)
    {
        try
        {
            write(line.Replace("\r\n", " ").Replace('\n', ' ').Replace('\r', ' '));
        }
        catch (Exception e) when (!ThreadEnd.IsCauseOf(e))
        {
            // A failure of the listener, which cannot be reported anywhere and must not reach the emitter.
        }
    }
}
