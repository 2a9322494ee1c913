using System.Runtime.InteropServices;

namespace Telemetry;

/// <summary>Converts a <see cref="DateTime"/> to the 64 bits that it consists of, and back, without loss.</summary>
/// <remarks><see cref="DateTime.ToBinary"/> converts a local time to UTC, which costs a look-up of the time zone and changes a
/// time that the zone skips in spring. Ticks and kind alone do not distinguish the two hours of a night in autumn that have the
/// same time.</remarks>
[StructLayout(LayoutKind.Explicit)]
internal readonly struct DateTimeBits
{
    [FieldOffset(0)]
    private readonly DateTime _time;

    [FieldOffset(0)]
    private readonly long _bits;

    private DateTimeBits(DateTime time)
        : this() => _time = time;

    private DateTimeBits(long bits)
        : this() => _bits = bits;

    internal static long Of(DateTime time) => new DateTimeBits(time)._bits;

    internal static DateTime ToDateTime(long bits) => new DateTimeBits(bits)._time;
}
