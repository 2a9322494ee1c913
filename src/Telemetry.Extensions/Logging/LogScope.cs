namespace Telemetry.Extensions;

/// <summary>Marks the time in which this thread writes an entry of an event. Events that a logging provider emits meanwhile are not
/// logged: each entry would cause another one.</summary>
internal static class LogScope
{
    [ThreadStatic]
    private static bool t_isOpen;

    /// <summary>Opens the scope, unless it is open.</summary>
    /// <returns>Whether this call opened it, so that <see cref="Close"/> has to be called.</returns>
    internal static bool TryOpen() => !t_isOpen && (t_isOpen = true);

    internal static void Close() => t_isOpen = false;
}
