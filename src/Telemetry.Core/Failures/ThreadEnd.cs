namespace Telemetry;

/// <summary>The exceptions that abort or interrupt a thread. Any code on the thread can throw them, and they are not failures of
/// that code.</summary>
internal static class ThreadEnd
{
    internal static bool IsCauseOf(Exception exception) => exception is ThreadAbortException or ThreadInterruptedException;
}
