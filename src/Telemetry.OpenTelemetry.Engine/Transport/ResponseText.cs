using System.Net;
using System.Text;

namespace Telemetry.Otlp.Engine;

/// <summary>The messages of receivers in the bodies of responses.</summary>
internal static class ResponseText
{
    private const int MaximumLength = 200;

    /// <summary>Returns what a receiver says of a failure; null for nothing that can be shown.</summary>
    internal static string? OfFailure(string? mediaType, byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        // A status of gRPC, whose second field is the message.
        string? text = mediaType == "application/x-protobuf" ? Protobuf.FindText(body, field: 2) : Encoding.UTF8.GetString(body);
        return Shorten(text);
    }

    /// <summary>Shortens a text to one line.</summary>
    internal static string? Shorten(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        string line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        line = new string([.. line.Where(c => !char.IsControl(c))]).TrimEnd('.');
        return line.Length <= MaximumLength ? line : line[..(MaximumLength - 1)] + '…';
    }

    /// <summary>Returns a status as a number with its name.</summary>
    internal static string Of(HttpStatusCode status) =>
        Enum.IsDefined(status) ? $"{(int)status} ({status})" : $"{(int)status}";
}
