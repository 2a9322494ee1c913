using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers.CodeFixes;

/// <summary>The names of fields and variables that hold handles.</summary>
internal static class HandleNames
{
    /// <summary>Returns a name in camel case for the handle of an event, made from its last segment.</summary>
    internal static string Of(string eventName)
    {
        string segment = eventName.Substring(eventName.LastIndexOf('.') + 1);
        var name = new StringBuilder();
        bool isStart = false;
        foreach (char character in segment)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(character) || character == '_')
            {
                isStart = name.Length > 0;
                continue;
            }

            name.Append(isStart ? char.ToUpperInvariant(character) : name.Length == 0 ? char.ToLowerInvariant(character) : character);
            isStart = false;
        }

        string result = name.ToString();
        return SyntaxFacts.IsValidIdentifier(result) && SyntaxFacts.GetKeywordKind(result) == SyntaxKind.None ? result
            : SyntaxFacts.IsValidIdentifier($"{result}Handle") ? $"{result}Handle"
            : $"handle{result}";
    }
}
