using System.Management.Automation;
using System.Management.Automation.Host;

namespace Telemetry.Commands;

/// <summary>The part of a host's screen that shows lines in place. Only lines that changed are written again, so that nothing
/// flickers.</summary>
internal sealed class LiveScreen
{
    private const int MinSize = 5;

    private readonly PSHostUserInterface _ui;
    private List<string> _shown = [];
    private Size _size;
    private int _top;

    private LiveScreen(PSHostUserInterface ui) => _ui = ui;

    /// <summary>The width of a line, in characters. The last column stays empty, because a character in it would begin a new
    /// line.</summary>
    internal int Width => _ui.RawUI.WindowSize.Width - 1;

    /// <summary>The number of lines that fit, above that of the cursor.</summary>
    internal int Height => _ui.RawUI.WindowSize.Height - 1;

    /// <summary>Gets the screen of the host of a cmdlet; null if its output goes elsewhere, or if the host cannot move its
    /// cursor.</summary>
    internal static LiveScreen? Of(PSCmdlet cmdlet)
    {
        if (cmdlet.MyInvocation.PipelinePosition < cmdlet.MyInvocation.PipelineLength
            || (cmdlet.Host.Name == "ConsoleHost" && (Console.IsOutputRedirected || Console.IsInputRedirected)))
        {
            return null;
        }

        try
        {
            PSHostRawUserInterface raw = cmdlet.Host.UI.RawUI;
            raw.CursorPosition = raw.CursorPosition;
            return raw.WindowSize is { Width: > MinSize, Height: > MinSize } ? new LiveScreen(cmdlet.Host.UI) : null;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException or IOException
            or NullReferenceException or PSInvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Shows lines in the place of those that were shown before.</summary>
    internal void Show(IReadOnlyList<string> lines)
    {
        // After the window has changed, the lines before may be wrapped: the new ones are shown below them.
        if (_shown.Count == 0 || _size != _ui.RawUI.WindowSize)
        {
            _shown = [];
            _size = _ui.RawUI.WindowSize;
            _top = _ui.RawUI.CursorPosition.Y;
        }

        int known = Math.Min(_shown.Count, lines.Count);
        for (int i = 0; i < known; i++)
        {
            if (_shown[i] != lines[i])
            {
                WriteAt(i, lines[i].PadRight(_shown[i].Length));
                _shown[i] = lines[i];
            }
        }

        Clear(from: known);
        Append(lines, from: known);
    }

    private void Clear(int from)
    {
        for (int i = from; i < _shown.Count; i++)
        {
            WriteAt(i, new string(' ', _shown[i].Length));
            _shown[i] = string.Empty;
        }

        MoveTo(_shown.Count);
    }

    // At the end of the screen, new lines move the others up.
    private void Append(IReadOnlyList<string> lines, int from)
    {
        if (from >= lines.Count || from < _shown.Count)
        {
            return;
        }

        for (int i = from; i < lines.Count; i++)
        {
            _ui.WriteLine(lines[i]);
            _shown.Add(lines[i]);
        }

        _top = _ui.RawUI.CursorPosition.Y - _shown.Count;
    }

    private void WriteAt(int line, string text)
    {
        MoveTo(line);
        _ui.Write(text);
    }

    private void MoveTo(int line) => _ui.RawUI.CursorPosition = new Coordinates(0, _top + line);
}
