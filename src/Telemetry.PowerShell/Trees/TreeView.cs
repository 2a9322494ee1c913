namespace Telemetry.Commands;

/// <summary>The lines of a tree that is complete.</summary>
/// <param name="options">The options.</param>
internal sealed class TreeView(TreeOptions options)
{
    private const string Elsewhere = "parent in another process";
    private const string NotTraced = "parent not traced";

    /// <summary>Creates the lines.</summary>
    /// <param name="roots">The nodes without a parent, ordered.</param>
    internal IEnumerable<TelemetryTreeLine> LinesOf(IReadOnlyList<TreeNode> roots)
    {
        // Not by recursion, as spans may be nested thousands of times.
        var waiting = new Stack<Entry>();
        Push(waiting, parent: null, roots, prefix: string.Empty, depth: 0, isSlowest: true);
        while (waiting.Count > 0)
        {
            Entry entry = waiting.Pop();
            if (entry.Folded is { } folded)
            {
                yield return folded.ToLine(entry.Prefix + entry.Branch, entry.Depth, options.Glyphs);
                continue;
            }

            TreeNode node = entry.Node!;
            yield return new TelemetryTreeLine(
                node.Name, node.State, entry.Depth, entry.Prefix + entry.Branch, node.Describe(NoteOf(node)))
            {
                Duration = node.Duration,
                Share = ShareOf(node),
                IsSlowest = entry.IsSlowest,
            };
            string below = entry.Branch.Length == 0 ? string.Empty
                : entry.Prefix + (entry.Branch == options.Glyphs.Last ? TreeGlyphs.Space : options.Glyphs.Line);
            Push(waiting, node, node.Children, below, entry.Depth + 1, entry.IsSlowest);
        }
    }

    private static string? NoteOf(TreeNode node) => node.Parent is not null || node.ParentKey is not { } key ? null
        : SpanTrace.IsParentText(key) ? Elsewhere
        : NotTraced;

    private static double? ShareOf(TreeNode node) => node.Parent?.Duration is { Ticks: > 0 } whole && node.Duration is { } part
        ? (double)part.Ticks / whole.Ticks
        : null;

    private static TreeNode? SlowestOf(IReadOnlyList<TreeNode> nodes)
    {
        TreeNode? slowest = null;
        foreach (TreeNode node in nodes)
        {
            if (node.Duration is { } duration && !(slowest?.Duration >= duration))
            {
                slowest = node;
            }
        }

        return slowest;
    }

    private void Push(
        Stack<Entry> waiting, TreeNode? parent, IReadOnlyList<TreeNode> nodes, string prefix, int depth, bool isSlowest)
    {
        if (nodes.Count == 0)
        {
            return;
        }

        // A single span is not a path.
        TreeNode? slowest = isSlowest && (parent is not null || nodes.Count > 1 || nodes[0].Children.Exists(child => child.IsSpan))
            ? SlowestOf(nodes)
            : null;
        (List<TreeNode> shown, List<FoldedNodes> folded) = FoldedNodes.Split(nodes, slowest, depth < options.Depth, options);
        int last = shown.Count + folded.Count - 1;
        for (int i = last; i >= 0; i--)
        {
            string branch = parent is null ? string.Empty : i == last ? options.Glyphs.Last : options.Glyphs.Branch;
            TreeNode? node = i < shown.Count ? shown[i] : null;
            waiting.Push(new Entry(
                node,
                node is null ? folded[i - shown.Count] : null,
                prefix,
                branch,
                depth,
                node is not null && node == slowest));
        }
    }

    private sealed record Entry(TreeNode? Node, FoldedNodes? Folded, string Prefix, string Branch, int Depth, bool IsSlowest);
}
