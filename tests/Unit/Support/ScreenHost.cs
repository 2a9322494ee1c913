using System.Management.Automation.Host;

namespace Telemetry.Tests.Support;

/// <summary>A host with a screen of characters and a cursor, which scrolls at its end.</summary>
internal sealed class ScreenHost : SilentHost
{
    private readonly ScreenUI _ui;

    public ScreenHost(int width, int height)
        : this(new ScreenUI(width, height))
    {
    }

    private ScreenHost(ScreenUI ui)
        : base(ui) => _ui = ui;

    /// <summary>The lines, without the spaces at their ends and the empty lines at the end.</summary>
    public string[] Lines
    {
        get
        {
            string[] lines = [.. _ui.Rows.Select(row => new string(row).TrimEnd())];
            return lines[..(Array.FindLastIndex(lines, line => line.Length > 0) + 1)];
        }
    }

    /// <summary>All that was written, in pieces.</summary>
    public List<string> Written => _ui.Written;

    /// <summary>Changes the size of the window.</summary>
    public void Resize(int width, int height) => _ui.Resize(width, height);

    private sealed class ScreenUI : SilentUI
    {
        private readonly Screen _screen;

        public ScreenUI(int width, int height)
        {
            _screen = new Screen(this) { WindowSize = new Size(width, height) };
            Rows = [.. Enumerable.Range(0, height).Select(_ => NewRow())];
        }

        public List<char[]> Rows { get; }

        public List<string> Written { get; } = [];

        public override PSHostRawUserInterface RawUI => _screen;

        public void Resize(int width, int height)
        {
            _screen.WindowSize = new Size(width, height);
            while (Rows.Count < height)
            {
                Rows.Add(NewRow());
            }
        }

        public override void Write(string value)
        {
            Written.Add(value);
            foreach (char c in value)
            {
                Put(c);
            }
        }

        public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

        public override void WriteLine(string value) => Write(value + "\n");

        public override void WriteErrorLine(string value) => WriteLine(value);

        public override void WriteWarningLine(string message) => WriteLine(message);

        public override void WriteVerboseLine(string message) => WriteLine(message);

        public override void WriteDebugLine(string message) => WriteLine(message);

        private void Put(char c)
        {
            Coordinates at = _screen.CursorPosition;
            if (c != '\n')
            {
                Rows[at.Y][at.X] = c;
                at.X++;
            }

            if (c == '\n' || at.X == _screen.WindowSize.Width)
            {
                at = new Coordinates(0, at.Y + 1);
            }

            if (at.Y == _screen.WindowSize.Height)
            {
                Rows.RemoveAt(0);
                Rows.Add(NewRow());
                at.Y--;
            }

            _screen.CursorPosition = at;
        }

        private static char[] NewRow() => [.. Enumerable.Repeat(' ', 200)];
    }

    private sealed class Screen(ScreenUI ui) : PSHostRawUserInterface
    {
        private Coordinates _cursor;

        public override Coordinates CursorPosition
        {
            get => _cursor;
            set => _cursor = value.Y >= 0 && value.Y < ui.Rows.Count ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }

        public override Size WindowSize { get; set; }

        public override Size BufferSize { get => WindowSize; set => throw new NotSupportedException(); }

        public override Size MaxWindowSize => WindowSize;

        public override Size MaxPhysicalWindowSize => WindowSize;

        public override Coordinates WindowPosition { get; set; }

        public override ConsoleColor ForegroundColor { get; set; }

        public override ConsoleColor BackgroundColor { get; set; }

        public override int CursorSize { get; set; }

        public override string WindowTitle { get; set; } = string.Empty;

        public override bool KeyAvailable => false;

        public override void FlushInputBuffer()
        {
        }

        public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException();

        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException();

        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
            throw new NotSupportedException();

        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException();

        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException();
    }
}
