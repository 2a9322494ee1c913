using System.Text.RegularExpressions;

namespace Telemetry.Tests.Help;

/// <summary>An example of a page: a text, its code, what that prints, and perhaps another text.</summary>
internal sealed partial class PageExample
{
    public PageExample(string title, string text)
    {
        Title = title;
        Match match = Parts().Match(text);
        Assert.True(match.Success, $"'{title}' is no text, code, output and text.");
        Before = CmdletPage.Paragraphs(match.Groups["before"].Value);
        Code = match.Groups["code"].Value;
        Output = match.Groups["output"].Value;
        After = CmdletPage.Paragraphs(match.Groups["after"].Value);
    }

    public string Title { get; }

    public string[] Before { get; }

    public string Code { get; }

    public string Output { get; }

    public string[] After { get; }

    [GeneratedRegex(
        """
        \A(?<before>[^`]*(`[^`]+`[^`]*)*)^```powershell
        (?<code>((?!```).*
        )*?((?!```).*))
        ```(

        ```output
        (?<output>((?!```).*
        )*?((?!```).*))
        ```)?
        (?<after>((?!```).*
        )*(?!```).*)\z
        """,
        RegexOptions.Multiline)]
    private static partial Regex Parts();
}
