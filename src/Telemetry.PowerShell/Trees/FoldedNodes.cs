using System.Globalization;

namespace Telemetry.Commands;

/// <summary>Siblings with the same name that are shown in one line.</summary>
internal sealed class FoldedNodes
{
    private readonly string _name;
    private readonly bool _isPart;
    private int _count;
    private int _failed;
    private int _open;
    private int _timed;
    private double _ticks;
    private TimeSpan _longest;

    private FoldedNodes(string name, bool isPart)
    {
        _name = name;
        _isPart = isPart;
    }

    /// <summary>Selects the nodes that are shown one by one: of each name the slowest path, failed and open spans, and then the slowest
    /// ones.</summary>
    /// <param name="nodes">The siblings, ordered.</param>
    /// <param name="slowest">The node on the slowest path, or null.</param>
    /// <param name="isShown">Whether any node of this depth is shown.</param>
    /// <param name="options">The options.</param>
    internal static (List<TreeNode> Shown, List<FoldedNodes> Folded) Split(
        IReadOnlyList<TreeNode> nodes, TreeNode? slowest, bool isShown, TreeOptions options)
    {
        var folded = new List<FoldedNodes>();
        var kept = new HashSet<TreeNode>();
        foreach (IGrouping<string, TreeNode> group in nodes.GroupBy(node => node.Name, StringComparer.OrdinalIgnoreCase))
        {
            TreeNode[] candidates = !isShown ? [] : [.. group.Where(node => node == slowest || !options.IsShort(node))];
            if (candidates.Length > options.MaxChildren)
            {
                Array.Sort(candidates, (one, other) => Compare(one, other, slowest));
                Array.Resize(ref candidates, options.MaxChildren);
            }

            kept.UnionWith(candidates);
            FoldedNodes? rest = null;
            foreach (TreeNode node in group.Where(node => !kept.Contains(node)))
            {
                if (rest is null)
                {
                    rest = new FoldedNodes(group.Key, isPart: candidates.Length > 0);
                    folded.Add(rest);
                }

                rest.Add(node);
            }
        }

        return ([.. nodes.Where(kept.Contains)], folded);
    }

    /// <summary>Creates the line.</summary>
    internal TelemetryTreeLine ToLine(string prefix, int depth, TreeGlyphs glyphs)
    {
        string count = _count.ToString("N0", CultureInfo.InvariantCulture);
        var text = new List<string>();
        if (_timed > 1)
        {
            text.Add($"mean {DurationText.Of(new TimeSpan((long)(_ticks / _timed)))}, max {DurationText.Of(_longest)}");
        }

        if (_failed > 0)
        {
            text.Add($"{_failed.ToString("N0", CultureInfo.InvariantCulture)} failed");
        }

        if (_open > 0)
        {
            text.Add($"{_open.ToString("N0", CultureInfo.InvariantCulture)} open");
        }

        string name = $"{glyphs.Ellipsis} {count} {(_isPart ? "more " : string.Empty)}{_name}";
        return new TelemetryTreeLine(
            _name, TelemetryTreeState.Folded, depth, prefix, text.Count == 0 ? name : $"{name}: {string.Join(", ", text)}")
        {
            Duration = _timed > 0 ? new TimeSpan((long)Math.Min(_ticks, TimeSpan.MaxValue.Ticks / 2)) : null,
        };
    }

    private static int Compare(TreeNode one, TreeNode other, TreeNode? slowest)
    {
        int rank = Rank(one, slowest).CompareTo(Rank(other, slowest));
        int order = rank != 0 ? rank : (other.Duration ?? TimeSpan.Zero).CompareTo(one.Duration ?? TimeSpan.Zero);
        return order != 0 ? order : one.Order.CompareTo(other.Order);
    }

    private static int Rank(TreeNode node, TreeNode? slowest) =>
        node == slowest ? 0 : node.State switch { TelemetryTreeState.Failed => 1, TelemetryTreeState.Open => 2, _ => 3 };

    private void Add(TreeNode node)
    {
        _count++;
        _failed += node.State == TelemetryTreeState.Failed ? 1 : 0;
        _open += node.State == TelemetryTreeState.Open ? 1 : 0;
        if (node.Duration is { } duration)
        {
            _timed++;
            _ticks += duration.Ticks;
            _longest = duration > _longest ? duration : _longest;
        }
    }
}
