using System.Text;

namespace Telemetry.Metrics;

/// <summary>Writes the data of a file as JSON.</summary>
internal sealed class JsonDataWriter : DataWriter
{
    protected override (string Begin, string End) MapBrackets => ("{", "}");

    protected override (string Begin, string End) ListBrackets => ("[", "]");

    protected override (string InLine, string AtEnd) MapSeparator => (", ", ",");

    protected override string KeySeparator => ": ";

    protected override string KeyOf(string key) => TextOf(key);

    protected override string WordOf(bool? value) => value is null ? "null" : value.Value ? "true" : "false";

    protected override string TextOf(string text)
    {
        var quoted = new StringBuilder(text.Length + 2);
        JsonText.Append(quoted, text);
        return quoted.ToString();
    }
}
