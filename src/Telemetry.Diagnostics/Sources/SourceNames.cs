using System.Text;

namespace Telemetry.Diagnostics;

/// <summary>Turns the names of sources and of their operations into names of events.</summary>
internal static class SourceNames
{
    /// <summary>The name of the library's own source and meter, which are never listened to.</summary>
    internal const string Own = "Telemetry";

    /// <summary>The segment in place of names beyond the limit.</summary>
    internal const string Other = "(other)";

    private const int MaximumLength = 200;

    /// <summary>Determines whether a name is that of the library's own source.</summary>
    internal static bool IsOwn(string name) => string.Equals(name, Own, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the name of a source or an operation as segments of the name of an event: lower-cased; characters other
    /// than letters, digits, <c>_</c>, <c>-</c> and dots become <c>_</c>; empty segments are left out; cut after 200
    /// characters.</summary>
    internal static string ToSegments(string? name)
    {
        name ??= string.Empty;
        var segments = new StringBuilder(Math.Min(name.Length, MaximumLength));
        for (int i = 0; i < name.Length && segments.Length < MaximumLength; i++)
        {
            char c = name[i];
            bool isDot = c == '.';
            if (!isDot)
            {
                segments.Append(IsPlain(c) ? char.ToLowerInvariant(c) : '_');
            }
            else if (segments.Length > 0 && segments[segments.Length - 1] != '.')
            {
                segments.Append('.');
            }
        }

        while (segments.Length > 0 && segments[segments.Length - 1] == '.')
        {
            segments.Length--;
        }

        string result = segments.ToString();
        return EventName.TryParse(result, out _) ? result : "_";
    }

    /// <summary>Returns the name of the events of an operation of an unknown source: both names, as segments. A source's name at
    /// the beginning of the operation's is not repeated.</summary>
    internal static string Join(string source, string operation)
    {
        string first = ToSegments(source);
        string rest = ToSegments(operation);
        return rest == first || rest.StartsWith(first + ".", StringComparison.Ordinal) ? rest : $"{first}.{rest}";
    }

    // Letters outside the basic plane are surrogates here, and become two underscores.
    private static bool IsPlain(char c) => c is '_' or '-' || (char.IsLetterOrDigit(c) && !char.IsSurrogate(c));
}
