namespace Telemetry;

/// <summary>What a well-formed event name is, in one place. Nothing here allocates for a good name.</summary>
internal static class EventNameSyntax
{
    internal const char Separator = '.';
    internal const string SeparatorString = ".";

    internal static void ThrowIfInvalid(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (FindProblem(name) is { } problem)
        {
            throw new FormatException(
                $"'{Printable(name)}' is not an event name: {problem}. "
                + "Write one or more segments with dots between them, as in 'web.request.done'.");
        }
    }

    /// <summary>What is wrong with the name, or null where nothing is.</summary>
    internal static string? FindProblem(string name)
    {
        if (name.Length == 0)
        {
            return "it is empty";
        }

        bool segmentIsEmpty = true;
        foreach (char c in name)
        {
            if (c == Separator)
            {
                if (segmentIsEmpty)
                {
                    return "it has an empty segment";
                }

                segmentIsEmpty = true;
                continue;
            }

            segmentIsEmpty = false;
            if (FindProblem(c) is { } problem)
            {
                return problem;
            }
        }

        return segmentIsEmpty ? "it has an empty segment" : null;
    }

    private static string? FindProblem(char c)
    {
        if (c is '*' or '?' or '[' or ']')
        {
            return "it has a wildcard character in it, and one event is named exactly";
        }

        return char.IsWhiteSpace(c) ? "it has white space in it"
            : char.IsControl(c) ? "it has a control character in it"
            : null;
    }

    internal static string Printable(string name) =>
        name.Any(char.IsControl) ? new string([.. name.Select(c => char.IsControl(c) ? '\uFFFD' : c)]) : name;
}
