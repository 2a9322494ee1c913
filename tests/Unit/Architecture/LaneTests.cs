using System.Text.RegularExpressions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Architecture;

/// <summary>The fast lane: tests without the trait <c>Category=Slow</c> finish in less than a minute.</summary>
/// <remarks>No test measures that. What makes a test slow is found in the sources instead: a class that starts processes, compiles
/// programs, repeats a race, or shares a load with the benchmarks has the trait. Others have it because they were measured.</remarks>
public sealed partial class LaneTests
{
    private static readonly Dictionary<string, string> s_sources = Repository.Files(".cs")
        .Where(file => Repository.NameOf(file) is { } name && (name.StartsWith("tests/Unit/", StringComparison.Ordinal) || IsLoad(name)))
        .Where(file => Path.GetFileNameWithoutExtension(file) != nameof(LaneTests))
        .GroupBy(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText)
        .ToDictionary(file => file.Key, file => string.Concat(file));

    private static readonly string[] s_loads =
        [.. Repository.Files(".cs").Select(Repository.NameOf).Where(IsLoad).Select(name => Path.GetFileNameWithoutExtension(name))];

    [Fact]
    public void Class_that_starts_processes_compiles_programs_or_repeats_a_race_is_slow()
    {
        HashSet<string> slow = [.. s_sources.Where(source => Slow().IsMatch(source.Value)).Select(source => source.Key), .. s_loads];
        for (string[] users = Users(slow); users.Length > 0; users = Users(slow))
        {
            slow.UnionWith(users);
        }

        string[] unmarked =
        [
            .. typeof(LaneTests).Assembly.GetTypes()
                .Where(type => slow.Contains(type.Name) || SlowName().IsMatch(type.Name))
                .Where(type => type.Name.EndsWith("Tests", StringComparison.Ordinal) && !IsMarked(type))
                .Select(type => type.FullName!),
        ];

        Assert.True(unmarked.Length == 0, $"Mark with [Trait(\"Category\", \"Slow\")]:\n{string.Join('\n', unmarked)}");
    }

    [Fact]
    public void Contributing_names_the_filter() => Assert.Contains(
        "--filter-not-trait Category=Slow", File.ReadAllText(Repository.PathOf("CONTRIBUTING.md")), StringComparison.Ordinal);

    private static bool IsLoad(string name) => name.StartsWith("benchmarks/Scale/", StringComparison.Ordinal);

    private static bool IsMarked(Type type) => type.CustomAttributes.Any(attribute =>
        attribute.AttributeType == typeof(TraitAttribute)
        && attribute.ConstructorArguments.Select(argument => argument.Value).SequenceEqual(["Category", "Slow"]));

    // The files that call a helper among the slow ones, or make one. No file uses a class of tests.
    private static string[] Users(HashSet<string> slow)
    {
        string[] helpers = [.. slow.Where(name => !name.EndsWith("Tests", StringComparison.Ordinal))];
        string names = string.Join('|', helpers);
        var use = new Regex($@"(?<!\.)\b({names})\.|\bnew ({names})\b");
        return [.. s_sources.Where(source => !slow.Contains(source.Key) && use.IsMatch(source.Value)).Select(source => source.Key)];
    }

    [GeneratedRegex(@"\bProcessStartInfo\b|\bProcess\.Start\(|\bThreads\.RunDuring\(|\bnew SpinMeeting\b|\bcompilation\.Emit\(")]
    private static partial Regex Slow();

    [GeneratedRegex("(Race|Stress|Soak|Scale)Tests$")]
    private static partial Regex SlowName();
}
