using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;
using Microsoft.Extensions.Logging;

namespace Telemetry.Hosting;

/// <summary>Writes the streams of scripts to a log, each message as one entry, at the level of its stream. Progress is not
/// logged.</summary>
/// <param name="logger">The log.</param>
internal sealed class LoggerHostUI(ILogger logger) : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI => null!;

    public override void Write(string value) => Log(LogLevel.Information, value);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Log(LogLevel.Information, value);

    public override void WriteLine(string value) => Log(LogLevel.Information, value);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Log(LogLevel.Information, value);

    public override void WriteErrorLine(string value) => Log(LogLevel.Error, value);

    public override void WriteWarningLine(string message) => Log(LogLevel.Warning, message);

    public override void WriteVerboseLine(string message) => Log(LogLevel.Debug, message);

    public override void WriteDebugLine(string message) => Log(LogLevel.Trace, message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
    }

    public override string ReadLine() => throw NobodyToAsk();

    public override SecureString ReadLineAsSecureString() => throw NobodyToAsk();

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) => throw NobodyToAsk();

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) => throw NobodyToAsk();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NobodyToAsk();

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => throw NobodyToAsk();

    internal static NotSupportedException NobodyToAsk() =>
        new("A script in a service cannot ask for input. Pass it what it needs as a variable.");

    private void Log(LogLevel level, string? message)
    {
        string text = message?.TrimEnd() ?? string.Empty;
        if (text.Length == 0)
        {
            // An empty line separates lines on a screen.
            return;
        }

        try
        {
            HostingLog.Shown(logger, level, text);
        }
        catch (Exception)
        {
            // A log that is broken would make the handler fail that wrote the message, and detach it.
        }
    }
}
