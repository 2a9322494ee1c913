using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Telemetry.Host;

/// <summary>Writes and asks on the console for a script: output on standard output, the rest on standard error.</summary>
internal sealed class ConsoleUI : PSHostUserInterface
{
    // Handlers of several sessions may write at once, and their lines must not mix.
    private readonly Lock _gate = new();
    private readonly ConsoleProgress _progress = new();

    /// <summary>The writer of the output.</summary>
    internal TextWriter Output { get; set; } = Console.Out;

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUI();

    public override bool SupportsVirtualTerminal => !Console.IsOutputRedirected;

    public override void Write(string value) => Out(Output, value, null);

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Out(Output, value, foregroundColor);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => Say(value, ConsoleColor.Red);

    public override void WriteWarningLine(string message) => Say($"WARNING: {message}", ConsoleColor.Yellow);

    public override void WriteVerboseLine(string message) => Say($"VERBOSE: {message}", ConsoleColor.Cyan);

    public override void WriteDebugLine(string message) => Say($"DEBUG: {message}", ConsoleColor.Magenta);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_gate)
        {
            _progress.Show(record);
        }
    }

    public override string ReadLine() => Console.ReadLine()
        ?? throw new InvalidOperationException("The script asks for input, and standard input has ended.");

    public override SecureString ReadLineAsSecureString() => ConsoleSecret.Read(this);

    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions) =>
        ConsolePrompt.Fields(this, caption, message, descriptions);

    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        ConsolePrompt.Choice(this, caption, message, choices, defaultChoice);

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        ConsolePrompt.Credential(this, caption, message, userName);

    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options) => PromptForCredential(caption, message, userName, targetName);

    private void Say(string line, ConsoleColor color) => Out(Console.Error, line + Environment.NewLine, color);

    private void Out(TextWriter writer, string text, ConsoleColor? color)
    {
        bool isTerminal = !(writer == Console.Out ? Console.IsOutputRedirected : Console.IsErrorRedirected);
        text = GetOutputString(text, isTerminal);
        lock (_gate)
        {
            _progress.Clear();
            if (color is null || !isTerminal)
            {
                writer.Write(text);
                return;
            }

            Console.ForegroundColor = color.Value;
            writer.Write(text);
            Console.ResetColor();
        }
    }
}
