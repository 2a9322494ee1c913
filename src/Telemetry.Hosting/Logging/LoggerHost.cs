using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>The host of scripts in a service: what they show becomes log entries, and nobody is there to be asked. Safe to use from any
/// thread.</summary>
/// <param name="logger">The log.</param>
/// <param name="hasFailures">Whether the program logs the failures of all handlers. The module shows no warnings of them then.</param>
internal sealed class LoggerHost(ILogger logger, bool hasFailures) : PSHost
{
    private readonly PSObject _privateData = PrivateDataOf(hasFailures);
    private readonly LoggerHostUI _ui = new(logger);

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Telemetry.Hosting";

    public override PSObject PrivateData => _privateData;

    public override PSHostUserInterface UI => _ui;

    public override Version Version { get; } = typeof(LoggerHost).Assembly.GetName().Version ?? new Version(1, 0);

    public override void EnterNestedPrompt() => throw LoggerHostUI.NobodyToAsk();

    public override void ExitNestedPrompt() => throw LoggerHostUI.NobodyToAsk();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    // A script must not end the program.
    public override void SetShouldExit(int exitCode)
    {
    }

    private static PSObject PrivateDataOf(bool hasFailures)
    {
        var data = new PSObject();
        data.Properties.Add(new PSNoteProperty("LogsHandlerFailures", hasFailures));
        return data;
    }
}
