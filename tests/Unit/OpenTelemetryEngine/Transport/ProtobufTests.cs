using System.Text;
using Telemetry.Otlp.Engine;

namespace Telemetry.Tests.OtlpEngine;

/// <summary>Reading the parts of a response that matter.</summary>
public sealed class ProtobufTests
{
    // A partial success: field 1 with a number in field 1 and a text in field 2.
    private static readonly byte[] s_partial = [0x0a, 0x0a, 0x08, 0xac, 0x02, 0x12, 0x05, .. "a bit"u8];

    [Fact]
    public void O3_reads_the_number_and_the_text_of_a_partial_success()
    {
        Assert.True(Protobuf.TryFindMessage(s_partial, 1, out ReadOnlySpan<byte> partial));

        Assert.Equal(300, Protobuf.FindNumber(partial, 1));
        Assert.Equal("a bit", Protobuf.FindText(partial, 2));
    }

    [Fact]
    public void Fields_that_are_not_known_are_skipped()
    {
        byte[] message = [0x1d, 1, 2, 3, 4, 0x21, 1, 2, 3, 4, 5, 6, 7, 8, 0x28, 0x80, 0x01, .. s_partial];

        Assert.True(Protobuf.TryFindMessage(message, 1, out ReadOnlySpan<byte> partial));
        Assert.Equal("a bit", Protobuf.FindText(partial, 2));
    }

    [Fact]
    public void Nothing_is_found_in_an_empty_message()
    {
        Assert.False(Protobuf.TryFindMessage([], 1, out _));
        Assert.Null(Protobuf.FindText([], 2));
        Assert.Equal(0, Protobuf.FindNumber([], 1));
    }

    /// <summary>Each message is a valid one with some bytes changed, cut or added.</summary>
    [Fact]
    public void Broken_message_never_throws_and_ends()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] message = [.. s_partial, .. Encoding.UTF8.GetBytes(new string('x', random.Next(4)))];
            for (int change = random.Next(5); change > 0; change--)
            {
                message[random.Next(message.Length)] = (byte)random.Next(256);
            }

            message = message[..random.Next(message.Length + 1)];
            if (Protobuf.TryFindMessage(message, 1, out ReadOnlySpan<byte> partial))
            {
                Protobuf.FindNumber(partial, 1);
                Protobuf.FindText(partial, 2);
            }

            Protobuf.FindText(message, 2);
        }
    }
}
