namespace Telemetry.Polling;

/// <summary>The run in which code is executed, which flows into the tasks and threads that the code starts. A wait for that run
/// would never end.</summary>
internal static class PollFlow
{
    private static readonly AsyncLocal<PollRun?> s_current = new();

    /// <summary>The run in which the caller is executed; null if there is none, or it has ended.</summary>
    internal static PollRun? Current => s_current.Value is { IsUnderWay: true } run ? run : null;

    /// <summary>Makes a run the current one of this execution context.</summary>
    internal static void Enter(PollRun run) => s_current.Value = run;
}
