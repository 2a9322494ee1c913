namespace Telemetry.Logging;

/// <summary>The line that is being written, and the room that is left in it.</summary>
internal ref struct LineOutput
{
    /// <summary>The number of bytes after which no further field begins. With the last one, a line is not much longer.</summary>
    internal const int MaxLine = 64 * 1024;

    internal Utf8Writer Writer;

    private readonly ByteBuffer _buffer;
    private readonly int _start;

    internal LineOutput(ByteBuffer buffer)
    {
        _buffer = buffer;
        _start = buffer.Length;
        Writer = new Utf8Writer(buffer);
    }

    /// <summary>Whether something was left out.</summary>
    internal bool IsTruncated { get; private set; }

    /// <summary>Determines whether there is room for one more of some fields or items. If not, the line is marked.</summary>
    /// <param name="count">The number of those that were written.</param>
    /// <param name="maximum">The highest number.</param>
    internal bool HasRoom(int count, int maximum)
    {
        bool hasRoom = count < maximum && _buffer.Length + Writer.Used - _start < MaxLine;
        IsTruncated |= !hasRoom;
        return hasRoom;
    }
}
