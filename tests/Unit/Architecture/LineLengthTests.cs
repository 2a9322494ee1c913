using System.Globalization;
using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Architecture;

/// <summary>The limit of <c>.editorconfig</c> for the length of a line, over all sources and scripts.</summary>
public sealed partial class LineLengthTests
{
    [Fact]
    public void No_line_is_longer_than_editors_are_told()
    {
        int limit = int.Parse(
            Limit().Match(File.ReadAllText(Repository.PathOf(".editorconfig"))).Groups["limit"].Value, CultureInfo.InvariantCulture);

        string[] tooLong =
        [
            .. Repository.Files(".cs", ".ps1", ".psm1").Select(file => (Name: Repository.NameOf(file), Lines: File.ReadAllLines(file)))
                .SelectMany(file => file.Lines.Index()
                    .Where(line => new StringInfo(line.Item).LengthInTextElements > limit)
                    .Select(line => $"{file.Name}, line {line.Index + 1}, has {line.Item.Length} of {limit} characters.")),
        ];

        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    [GeneratedRegex(@"^\[\*\.\{cs,ps1,psm1\}\]\nmax_line_length = (?<limit>[0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Limit();
}
