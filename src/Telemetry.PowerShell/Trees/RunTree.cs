namespace Telemetry.Commands;

/// <summary>The events and spans of a trace, as a tree. Events are added in the order of the trace.</summary>
internal sealed class RunTree
{
    private readonly List<TreeNode> _nodes = [];
    private readonly SpanTable _spans;

    internal RunTree() => _spans = new SpanTable(_nodes.Add);

    /// <summary>Adds an event.</summary>
    internal void Add(TracedItem item) => _spans.Add(item);

    /// <summary>Puts the nodes below their parents, ordered by their start.</summary>
    /// <returns>The nodes without a parent in the trace.</returns>
    internal IReadOnlyList<TreeNode> Build()
    {
        var roots = new List<TreeNode>();
        foreach (TreeNode node in _nodes)
        {
            node.Parent = _spans.ParentOf(node);
            (node.Parent?.Children ?? roots).Add(node);
        }

        OpenCircles(roots);
        roots.Sort(ByStart);
        foreach (TreeNode node in _nodes)
        {
            node.Children.Sort(ByStart);
        }

        return roots;
    }

    private static int ByStart(TreeNode one, TreeNode other)
    {
        int order = one.Started.CompareTo(other.Started);
        return order != 0 ? order : one.Order.CompareTo(other.Order);
    }

    // Emitters can give spans any parents, so that they are the parents of each other. They would be in no tree.
    private void OpenCircles(List<TreeNode> roots)
    {
        var reached = new HashSet<TreeNode>();
        Reach(roots, reached);
        foreach (TreeNode node in _nodes)
        {
            if (!reached.Contains(node))
            {
                node.Parent!.Children.Remove(node);
                node.Parent = null;
                roots.Add(node);
                Reach([node], reached);
            }
        }
    }

    // Not by recursion, as spans may be nested thousands of times.
    private static void Reach(IEnumerable<TreeNode> from, HashSet<TreeNode> reached)
    {
        var waiting = new Stack<TreeNode>(from);
        while (waiting.Count > 0)
        {
            TreeNode node = waiting.Pop();
            if (reached.Add(node))
            {
                node.Children.ForEach(waiting.Push);
            }
        }
    }
}
