using System.Management.Automation.Host;

namespace Telemetry.Host;

/// <summary>The console's size and colours. Operations that need an interactive screen are refused.</summary>
internal sealed class ConsoleRawUI : PSHostRawUserInterface
{
    private const int DefaultWidth = 120;
    private const int DefaultHeight = 40;

    /// <summary>The number of characters that fit on a line.</summary>
    internal static int Width
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected || Console.WindowWidth <= 0 ? DefaultWidth : Console.WindowWidth;
            }
            catch (IOException)
            {
                return DefaultWidth;
            }
        }
    }

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override Size BufferSize
    {
        get => new(Width, DefaultHeight);
        set => throw Interactive();
    }

    public override Coordinates CursorPosition
    {
        get => default;
        set => throw Interactive();
    }

    public override int CursorSize
    {
        get => 1;
        set => throw Interactive();
    }

    public override bool KeyAvailable => !Console.IsInputRedirected && Console.KeyAvailable;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Size MaxWindowSize => BufferSize;

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw Interactive();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw Interactive();
    }

    public override string WindowTitle { get; set; } = "Telemetry.Host";

    public override void FlushInputBuffer()
    {
        while (KeyAvailable)
        {
            Console.ReadKey(true);
        }
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Interactive();

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw Interactive();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw Interactive();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Interactive();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Interactive();

    private static NotSupportedException Interactive() =>
        new("This needs an interactive screen, which this host does not have; run the script in a shell.");
}
