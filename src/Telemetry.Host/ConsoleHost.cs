using System.Globalization;
using System.Management.Automation.Host;

namespace Telemetry.Host;

/// <summary>A host that connects a session to the console.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUI _ui = new();

    /// <summary>The exit code that the script set by <c>exit</c>; null if it set none.</summary>
    internal int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Telemetry.Host";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>Sends output to standard error from now on, when only the error that ended the script is still to be
    /// shown.</summary>
    internal void WriteOutputAsError() => _ui.Output = Console.Error;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() =>
        throw new NotSupportedException("A nested prompt needs an interactive shell; run the script in one.");

    public override void ExitNestedPrompt() =>
        throw new NotSupportedException("There is no nested prompt to leave.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
