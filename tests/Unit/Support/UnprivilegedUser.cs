namespace Telemetry.Tests.Support;

/// <summary>Runs the programs that refuse to run as root as another user, where the tests run as root.</summary>
internal static class UnprivilegedUser
{
    // nobody, on all systems that have it.
    private const string Id = "65534";

    private static readonly bool s_isNeeded = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>Returns a program and the arguments before its own, which run it as a user that is not root.</summary>
    /// <remarks>The user keeps root's right to pass folders, because the program may lie where only root gets to.</remarks>
    internal static (string Program, string[] Arguments) Run(string program) => s_isNeeded
        ? (Tool.Require("setpriv", "It is a part of util-linux."),
            [
                $"--reuid={Id}", $"--regid={Id}", "--clear-groups", "--inh-caps=+dac_override", "--ambient-caps=+dac_override", program,
            ])
        : (program, []);

    /// <summary>Lets that user write to a folder.</summary>
    internal static void Share(DirectoryInfo folder)
    {
        if (s_isNeeded && !OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        }
    }
}
