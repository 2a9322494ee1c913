using System.Buffers.Text;
using System.Globalization;
#if !NET
using System.Text;
#endif

namespace Telemetry;

/// <summary>The shortest text of a number from which the same number is read again.</summary>
internal static class NumberText
{
#if NET
    internal static string Of(double number) => number.ToString("R", CultureInfo.InvariantCulture);
#else
    // .NET Framework writes 15 digits.
    private static readonly bool s_isShortest = (0.1 + 0.2).ToString(CultureInfo.InvariantCulture) == "0.30000000000000004";

    internal static string Of(double number) =>
        s_isShortest ? number.ToString("R", CultureInfo.InvariantCulture) : RoundTripText.Of(number);
#endif

    /// <summary>Writes a finite number.</summary>
    /// <returns>The number of bytes written.</returns>
    internal static int Write(double number, Span<byte> destination)
    {
#if !NET
        if (!s_isShortest)
        {
            byte[] text = Encoding.ASCII.GetBytes(Of(number));
            text.CopyTo(destination);
            return text.Length;
        }
#endif
        Utf8Formatter.TryFormat(number, destination, out int length);
        return length;
    }
}
