namespace Telemetry.Commands;

/// <summary>Short texts for a cell of a table.</summary>
internal static class OneLine
{
    private const int MaxLength = 120;

    /// <summary>Returns a text in one line, cut if it is long.</summary>
    internal static string Of(string text)
    {
        string line = text.Replace("\r", string.Empty).Replace('\n', ' ');
        return line.Length > MaxLength ? line.Substring(0, MaxLength - 1) + "…" : line;
    }

    /// <summary>Returns the time since a point in time, in UTC; null if there is none.</summary>
    // The clock may have been set back.
    internal static string? Age(DateTime? time) => time is { } past
        ? DurationText.Of(DateTime.UtcNow > past ? DateTime.UtcNow - past : TimeSpan.Zero)
        : null;
}
