namespace Telemetry;

/// <summary>
/// The events that have handlers attached by name, as a tree of their names' segments, so that a list by prefix costs in
/// proportion to what it returns. Used under the dispatcher's lock.
/// </summary>
internal sealed class HandlerIndex
{
    private readonly Node _root = new(string.Empty, null);

    internal void Add(TelemetryEvent attached)
    {
        Node node = _root;
        foreach (string segment in attached.Name.SegmentArray)
        {
            node = node.GetOrAdd(segment);
        }

        node.Event = attached;
    }

    // Branches left empty go, so that a prefix never leads to a search in vain.
    internal void Remove(TelemetryEvent attached)
    {
        Node? node = Descend(attached.Name);
        if (node is not null)
        {
            node.Event = null;
        }

        while (node is { IsEmpty: true, Parent: not null })
        {
            node.Parent.Remove(node.Segment);
            node = node.Parent;
        }
    }

    /// <summary>The events at the prefix and below it; all of them where there is no prefix.</summary>
    internal List<TelemetryEvent> Find(EventName? prefix)
    {
        var found = new List<TelemetryEvent>();
        var open = new Stack<Node>();
        if (Descend(prefix) is { } start)
        {
            open.Push(start);
        }

        // Not by recursion: nothing bounds how many segments a name has.
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (node.Event is not null)
            {
                found.Add(node.Event);
            }

            foreach (Node child in node.Children)
            {
                open.Push(child);
            }
        }

        return found;
    }

    private Node? Descend(EventName? name)
    {
        Node? node = _root;
        foreach (string segment in name?.SegmentArray ?? [])
        {
            node = node?.Find(segment);
        }

        return node;
    }

    private sealed class Node(string segment, Node? parent)
    {
        private Dictionary<string, Node>? _children;

        internal string Segment { get; } = segment;

        internal Node? Parent { get; } = parent;

        internal TelemetryEvent? Event { get; set; }

        internal bool IsEmpty => Event is null && _children is null;

        internal IEnumerable<Node> Children => _children?.Values ?? Enumerable.Empty<Node>();

        internal Node? Find(string name) =>
            _children is not null && _children.TryGetValue(name, out Node? child) ? child : null;

        internal Node GetOrAdd(string name)
        {
            if (Find(name) is not { } child)
            {
                child = new Node(name, this);
                (_children ??= new(StringComparer.OrdinalIgnoreCase)).Add(name, child);
            }

            return child;
        }

        internal void Remove(string name)
        {
            _children?.Remove(name);
            if (_children is { Count: 0 })
            {
                _children = null;
            }
        }
    }
}
