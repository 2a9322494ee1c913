using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Programs;

/// <summary>The commands of the program.</summary>
/// <param name="server">The receiver.</param>
internal sealed class ReceiverCommands(OtlpServer server)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Converters = { new JsonStringEnumConverter() },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Runs a command.</summary>
    /// <remarks>The commands are <c>get</c>, which returns all requests as JSON; <c>release</c>; and <c>respond</c> with a signal or
    /// <c>*</c>, a tab, and answers with tabs between: <c>ok</c>, <c>hang</c>, <c>refused</c>, <c>overloaded</c>, <c>redirect URL</c>,
    /// <c>partial NUMBER TEXT</c>, <c>http STATUS TEXT</c>, <c>status HTTP GRPC TEXT</c>.</remarks>
    /// <returns>The answer, in one line. It begins with <c>error</c> if the command failed.</returns>
    internal string Run(string line)
    {
        try
        {
            string[] parts = line.Split('\t');
            switch (parts[0])
            {
                case "get":
                    return JsonSerializer.Serialize(server.Requests, s_options);
                case "release":
                    server.Release();
                    return "done";
                case "respond" when parts[1] == "*":
                    server.Respond([.. parts[2..].Select(Answer)]);
                    return "done";
                case "respond":
                    server.Respond(Enum.Parse<OtlpSignal>(parts[1], ignoreCase: true), [.. parts[2..].Select(Answer)]);
                    return "done";
                default:
                    return $"error There is no command '{parts[0]}'.";
            }
        }
        catch (Exception e) when (e is FormatException or ArgumentException or IndexOutOfRangeException)
        {
            return $"error {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    private static OtlpAnswer Answer(string text)
    {
        string[] words = text.Split(' ', 3);
        string rest = words.Length > 2 ? words[2] : string.Empty;
        return words[0] switch
        {
            "ok" => OtlpAnswer.Ok,
            "hang" => OtlpAnswer.Hang,
            "refused" => OtlpAnswer.Refused,
            "overloaded" => OtlpAnswer.Overloaded,
            "redirect" => OtlpAnswer.Redirect(new Uri(words[1])),
            "partial" => OtlpAnswer.Partial(long.Parse(words[1], CultureInfo.InvariantCulture), rest),
            "status" => OtlpAnswer.Status(
                int.Parse(words[1], CultureInfo.InvariantCulture),
                int.Parse(rest.Split(' ', 2)[0], CultureInfo.InvariantCulture),
                rest.Split(' ', 2) is [_, var message] ? message : string.Empty),
            "http" => OtlpAnswer.Http(int.Parse(words[1], CultureInfo.InvariantCulture), rest),
            _ => throw new FormatException($"There is no answer '{text}'."),
        };
    }
}
