using System.Globalization;
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
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (char c in text)
        {
            if (c is '"' or '\\')
            {
                quoted.Append('\\').Append(c);
            }
            else if (c < ' ')
            {
                quoted.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:x4}", (int)c);
            }
            else
            {
                quoted.Append(c);
            }
        }

        return quoted.Append('"').ToString();
    }
}
