namespace Telemetry.Tests.Architecture;

/// <summary>Finds the circles of a graph: the largest sets of two or more nodes in which each one leads to each other
/// (Tarjan's strongly connected components).</summary>
internal sealed class Circles<TNode>(IEnumerable<TNode> nodes, Func<TNode, IEnumerable<TNode>> next)
    where TNode : class
{
    private readonly Dictionary<TNode, int> _order = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<TNode, int> _lowest = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<TNode> _open = [];
    private readonly List<IReadOnlyList<TNode>> _found = [];

    public IReadOnlyList<IReadOnlyList<TNode>> Find()
    {
        foreach (TNode node in nodes)
        {
            if (!_order.TryGetValue(node, out _))
            {
                Visit(node);
            }
        }

        return _found;
    }

    private void Visit(TNode node)
    {
        _order[node] = _lowest[node] = _order.Count;
        _open.Push(node);
        foreach (TNode following in next(node))
        {
            if (!_order.TryGetValue(following, out int order))
            {
                Visit(following);
                _lowest[node] = Math.Min(_lowest[node], _lowest[following]);
            }
            else if (_open.Contains(following))
            {
                _lowest[node] = Math.Min(_lowest[node], order);
            }
        }

        if (_lowest[node] == _order[node])
        {
            Close(node);
        }
    }

    private void Close(TNode first)
    {
        var circle = new List<TNode>();
        do
        {
            circle.Add(_open.Pop());
        }
        while (!ReferenceEquals(circle[^1], first));

        if (circle.Count > 1)
        {
            _found.Add(circle);
        }
    }
}
