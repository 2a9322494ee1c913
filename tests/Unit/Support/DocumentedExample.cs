using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>The examples of the pages: blocks of code, each followed by what it prints, if it prints anything.</summary>
internal static partial class DocumentedExample
{
    /// <summary>Each example in a language: its page, its line there, its code, and what the page says it prints.</summary>
    public static TheoryData<string, int, string, string> All(string language)
    {
        var examples = new TheoryData<string, int, string, string>();
        foreach (DocumentedBlock block in DocumentedPage.All.SelectMany(page => page.Blocks).Where(block => block.Language == language))
        {
            examples.Add(block.Page, block.Line, block.Code, block.Output);
        }

        return examples;
    }

    /// <summary>What is printed, without that which is another at each run: lengths of time with a decimal point, and times
    /// of day with a date.</summary>
    public static string Stable(string output) => Volatile().Replace(output, "#");

    [GeneratedRegex(@" *\d+\.\d+ m?s\b|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)?")]
    private static partial Regex Volatile();
}
