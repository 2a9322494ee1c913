using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers;

/// <summary>Converts between names in the code and keys of events.</summary>
internal static class Identifier
{
    /// <summary>Returns a name in snake case: <c>userId</c> and <c>UserID</c> are <c>user_id</c>.</summary>
    internal static string ToSnakeCase(string name)
    {
        var key = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool startsWord = char.IsUpper(name[i]) && i > 0
                && (char.IsLower(name[i - 1]) || char.IsDigit(name[i - 1])
                    || (char.IsUpper(name[i - 1]) && i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                key.Append('_');
            }

            key.Append(char.ToLowerInvariant(name[i]));
        }

        return key.ToString().TrimStart('_');
    }

    /// <summary>Returns the name of a property for a key or a parameter: <c>bytes_read</c> is <c>BytesRead</c>.</summary>
    internal static string ToPascalCase(string name)
    {
        var property = new StringBuilder();
        bool startsWord = true;
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                startsWord = true;
                continue;
            }

            property.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        return property.Length == 0 || char.IsDigit(property[0]) ? $"Value{property}" : property.ToString();
    }

    /// <summary>Returns a name as it is written in code.</summary>
    internal static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None
            ? name
            : $"@{name}";
}
