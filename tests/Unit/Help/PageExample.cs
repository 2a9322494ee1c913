using System.Text.RegularExpressions;

namespace Telemetry.Tests.Help;

/// <summary>An example of a page: a text, its code, what that prints, and perhaps another text.</summary>
internal sealed partial class PageExample
{
    public PageExample(string title, string text)
    {
        string[] fences = [.. Fence().Matches(text).Select(fence => fence.Value)];
        Assert.True(
            fences is ["```powershell", "```"] or ["```powershell", "```", "```output", "```"],
            $"'{title}' is not code, and what it prints: {string.Join(", ", fences)}");

        string[] parts = Fence().Split(text);
        Title = title;
        Before = CmdletPage.Paragraphs(parts[0]);
        Code = parts[1].Trim('\n');
        Output = parts.Length > 3 ? parts[3].Trim('\n') : string.Empty;
        After = CmdletPage.Paragraphs(parts[^1]);
    }

    public string Title { get; }

    public string[] Before { get; }

    public string Code { get; }

    public string Output { get; }

    public string[] After { get; }

    [GeneratedRegex("^```.*$", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
