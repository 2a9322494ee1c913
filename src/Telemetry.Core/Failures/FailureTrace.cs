using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemetry;

/// <summary>Writes failures that nobody was told of to <see cref="Trace"/>, one line each. It never throws because of a trace
/// listener.</summary>
internal static class FailureTrace
{
    // An entry goes with its source.
    private static readonly ConditionalWeakTable<object, TraceLimit> s_limits = new();

    /// <summary>Writes that something of the program works no longer.</summary>
    internal static void WriteError(string line) => Write(line, static line => Trace.TraceError(line));

    /// <summary>Writes that something failed that is called again, unless enough was written of it.</summary>
    /// <param name="source">The source of the failures.</param>
    /// <param name="failuresInARow">The number of its failures in a row, this one included.</param>
    /// <param name="getLine">Makes the line.</param>
    internal static void WriteWarning(object source, int failuresInARow, Func<string> getLine)
    {
        if (s_limits.GetOrCreateValue(source).TryTake(failuresInARow, out long leftOut))
        {
            string line = leftOut == 0 ? getLine() : $"{getLine()} ({leftOut} failures since the line before this one)";
            Write(line, static line => Trace.TraceWarning(line));
        }
    }

    /// <summary>The type, the message and the place of an exception.</summary>
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
            // The listener's own failure. There is nobody left to tell of it, and the emitter must not be disturbed.
        }
    }
}
