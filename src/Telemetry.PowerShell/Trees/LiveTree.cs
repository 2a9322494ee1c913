namespace Telemetry.Commands;

/// <summary>The lines of a tree whose events are still coming: a line for each span when it ends, and for each event. The spans around it
/// are shown before it, unless the line before was in them, too. So lines of parallel spans can be told apart.</summary>
internal sealed class LiveTree
{
    private readonly TreeOptions _options;
    private readonly SpanTable _spans;
    private List<TreeNode> _around = [];

    internal LiveTree(TreeOptions options)
    {
        _options = options;

        // Resolved now, as spans that have ended are forgotten.
        SpanTable? spans = null;
        _spans = spans = new SpanTable(node => node.Parent = spans!.ParentOf(node));
    }

    /// <summary>Adds an event, and returns the lines to show.</summary>
    internal IEnumerable<TelemetryTreeLine> Add(TracedItem item)
    {
        TreeNode? done = _spans.Add(item);
        if (done is null)
        {
            yield break;
        }

        _spans.Forget(item);
        List<TreeNode> around = SpansAround(done);
        if (around.Count >= _options.Depth || _options.IsShort(done))
        {
            yield break;
        }

        for (int depth = CommonDepth(around); depth < around.Count; depth++)
        {
            yield return LineOf(around[depth], depth);
        }

        yield return LineOf(done, around.Count);
        _around = around;
    }

    private static List<TreeNode> SpansAround(TreeNode node)
    {
        var around = new List<TreeNode>();
        for (TreeNode? parent = node.Parent; parent is not null; parent = parent.Parent)
        {
            around.Add(parent);
        }

        around.Reverse();
        return around;
    }

    private int CommonDepth(List<TreeNode> around)
    {
        int depth = 0;
        while (depth < around.Count && depth < _around.Count && around[depth] == _around[depth])
        {
            depth++;
        }

        return depth;
    }

    private TelemetryTreeLine LineOf(TreeNode node, int depth)
    {
        string prefix = depth == 0 ? string.Empty
            : string.Concat(Enumerable.Repeat(_options.Glyphs.Line, depth - 1)) + _options.Glyphs.Branch;
        return new TelemetryTreeLine(node.Name, node.State, depth, prefix, node.Describe(note: null)) { Duration = node.Duration };
    }
}
