namespace Telemetry.Commands;

/// <summary>Reads lists that are one text, such as a cell of a CSV file: <c>route, status</c>.</summary>
internal static class TextList
{
    internal static IEnumerable<string> Split(string text) => text.IndexOf(',') < 0
        ? [text]
        : text.Split(',').Select(part => part.Trim()).Where(part => part.Length > 0);
}
