using System.Management.Automation.Language;

namespace Telemetry.Host;

/// <summary>Quotes arguments of the command line as a user would type them after the script's name: <c>-Name</c>,
/// <c>-Name:value</c>, or a value, which is always taken literally.</summary>
internal static class ScriptArgument
{
    internal static string Quote(string argument)
    {
        // A negative number is a value.
        if (argument.Length < 2 || argument[0] != '-' || !(char.IsLetter(argument[1]) || argument[1] == '_'))
        {
            return Literal(argument);
        }

        int colon = argument.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? argument : argument[..colon];
        if (!name[1..].All(c => char.IsLetterOrDigit(c) || c == '_'))
        {
            return Literal(argument);
        }

        return colon < 0 ? name : $"{name}:{Value(argument[(colon + 1)..])}";
    }

    internal static string Literal(string text) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";

    // -Switch:$false turns a switch off.
    private static string Value(string text) =>
        text.Equals("$true", StringComparison.OrdinalIgnoreCase) || text.Equals("$false", StringComparison.OrdinalIgnoreCase)
            ? text
            : Literal(text);
}
