namespace Telemetry;

/// <summary>The exceptions by which somebody ends what a thread does. They come out of whatever runs there, and belong to the
/// thread and not to that code.</summary>
internal static class ThreadEnd
{
    internal static bool IsCauseOf(Exception exception) => exception is ThreadAbortException or ThreadInterruptedException;
}
