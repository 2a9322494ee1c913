namespace Telemetry.Host;

/// <summary>The exit codes of the program, if the script does not set one.</summary>
internal static class ExitCodes
{
    internal const int Success = 0;
    internal const int UncaughtError = 1;
    internal const int Usage = 2;

    // 128 plus the number of the signal, as in shells.
    internal const int Interrupted = 130;
    internal const int Terminated = 143;
}
