using System.Text.RegularExpressions;

namespace Telemetry.Tests.Support;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static partial class Repository
{
    public static string Root { get; } = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The code blocks of a language in a page, in order.</summary>
    public static string[] CodeBlocks(string page, string language) =>
    [
        .. CodeBlock().Matches(File.ReadAllText(PathOf(page)))
            .Where(block => block.Groups["language"].Value == language)
            .Select(block => block.Groups["code"].Value),
    ];

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Telemetry.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
