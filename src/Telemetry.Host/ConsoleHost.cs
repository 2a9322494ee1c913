using System.Globalization;
using System.Management.Automation.Host;

namespace Telemetry.Host;

/// <summary>The console as the host of a session.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUI _ui = new();

    /// <summary>What the script said with <c>exit</c>; null where it did not.</summary>
    internal int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Telemetry.Host";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>From here on, output goes to standard error: all that is left to be shown is the error that ended the
    /// script.</summary>
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
