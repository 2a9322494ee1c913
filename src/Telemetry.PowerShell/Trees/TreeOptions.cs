namespace Telemetry.Commands;

/// <summary>The options of a tree.</summary>
/// <param name="Depth">The number of levels that are shown.</param>
/// <param name="MaxChildren">The number of spans or events with one name and one parent that are shown.</param>
/// <param name="MinDuration">The duration below which spans are not shown one by one, unless they failed.</param>
/// <param name="Glyphs">The characters of the branches.</param>
internal sealed record TreeOptions(int Depth, int MaxChildren, TimeSpan MinDuration, TreeGlyphs Glyphs)
{
    /// <summary>Determines whether a span is too short to be shown.</summary>
    internal bool IsShort(TreeNode node) => node is { IsSpan: true, Failure: null } && node.Duration < MinDuration;
}
