using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>Writes the few messages by which an <see cref="OtlpServer"/> answers, in the encoding of Protocol Buffers.</summary>
internal static class OtlpMessage
{
    private const byte FirstNumber = 0x08;
    private const byte FirstMessage = 0x0A;
    private const byte SecondText = 0x12;

    /// <summary>Returns the response of all signals, whose partial successes have the same fields.</summary>
    internal static byte[] Response(OtlpAnswer answer) => answer.Rejected is { } rejected
        ? [FirstMessage, .. Delimited([FirstNumber, .. Number((ulong)rejected), SecondText, .. Delimited(answer.Text)])]
        : [];

    /// <summary>Returns a status with a text.</summary>
    internal static byte[] Status(int code, string text) => [FirstNumber, .. Number((ulong)code), SecondText, .. Delimited(text)];

    private static byte[] Delimited(string text) => Delimited(Encoding.UTF8.GetBytes(text));

    private static byte[] Delimited(byte[] content) => [.. Number((ulong)content.Length), .. content];

    private static IEnumerable<byte> Number(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}
