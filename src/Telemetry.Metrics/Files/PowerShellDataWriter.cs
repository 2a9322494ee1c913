using System.Text;

namespace Telemetry.Metrics;

/// <summary>Writes the data of a file as a data file of PowerShell.</summary>
internal sealed class PowerShellDataWriter : DataWriter
{
    // PowerShell ends a string at any of them.
    private const string SingleQuotes = "'\u2018\u2019\u201A\u201B";

    protected override (string Begin, string End) MapBrackets => ("@{", "}");

    protected override (string Begin, string End) ListBrackets => ("@(", ")");

    protected override (string InLine, string AtEnd) MapSeparator => ("; ", string.Empty);

    protected override string KeySeparator => " = ";

    protected override string KeyOf(string key) => key.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')) ? key : TextOf(key);

    protected override string WordOf(bool? value) => value is null ? "$null" : value.Value ? "$true" : "$false";

    protected override string TextOf(string text)
    {
        var quoted = new StringBuilder("'", text.Length + 2);
        foreach (char c in text)
        {
            quoted.Append(c, SingleQuotes.Contains(c) ? 2 : 1);
        }

        return quoted.Append('\'').ToString();
    }
}
