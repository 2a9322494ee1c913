namespace Telemetry.Host;

/// <summary>What the program returns where the script does not say.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;
    internal const int UncaughtError = 1;
    internal const int Usage = 2;

    // 128 and the number of the signal, as shells have it.
    internal const int Interrupted = 130;
    internal const int Terminated = 143;
}
