using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Validates the ids that scripts choose for their handlers.</summary>
internal static class HandlerIdErrors
{
    /// <summary>Gets the error of an id; null if the id is valid.</summary>
    internal static ErrorRecord? Find(string id)
    {
        string? problem = string.IsNullOrWhiteSpace(id) ? "The id of a handler must not be blank."
            : id.Any(IsWildcard)
                ? $"The id '{Printable(id)}' contains a wildcard character (* ? [ ]), by which commands would select other handlers, too."
            : id.Any(IsHidden)
                ? $"The id '{Printable(id)}' contains a control character or a line break, which cannot be typed or shown."
            : null;
        return problem is null ? null : TelemetryErrors.InvalidHandlerId(id, problem);
    }

    private static bool IsWildcard(char c) => c is '*' or '?' or '[' or ']';

    private static bool IsHidden(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // The numbers of the hidden characters in their place, as in the errors of event names.
    private static string Printable(string id) =>
        string.Concat(id.Select(c => IsHidden(c) ? $"<U+{(int)c:X4}>" : c.ToString()));
}
