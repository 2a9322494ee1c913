using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation.Host;

namespace Telemetry.Tests.Hosting;

/// <summary>A host that keeps the warnings it is to show.</summary>
internal sealed class WarningHost : PSHost
{
    private readonly WarningUI _ui = new();

    public ConcurrentQueue<string> Warnings => _ui.Warnings;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Warnings";

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = new(1, 0);

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
