using System.Management.Automation.Host;
using System.Text;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Help;

/// <summary>A host with a screen of some width: it keeps all text that a console would show.</summary>
internal sealed partial class Screen : SilentHost
{
    private readonly TextUI _ui;

    public Screen(int width)
        : this(new TextUI(width))
    {
    }

    private Screen(TextUI ui)
        : base(ui) => _ui = ui;

    /// <summary>What is on the screen, without colours, the spaces at the ends of lines, and the blank lines around it.</summary>
    public string Text =>
        string.Join('\n', Colour().Replace(_ui.Snapshot(), string.Empty).Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Colour();

    private sealed class TextUI(int width) : SilentUI
    {
        private readonly StringBuilder _text = new();

        public override PSHostRawUserInterface RawUI { get; } = new ScreenSize(width);

        public override void Write(string value)
        {
            lock (_text)
            {
                _text.Append(value);
            }
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write($"{value.ReplaceLineEndings("\n")}\n");

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteWarningLine(string message) => WriteLine($"WARNING: {message}");

        public override void WriteVerboseLine(string message) => WriteLine($"VERBOSE: {message}");

        public override void WriteDebugLine(string message) => WriteLine($"DEBUG: {message}");

        public string Snapshot()
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }
}
