namespace Telemetry.Commands;

/// <summary>The spans of a trace by their contexts. Events are added in the order of the trace.</summary>
/// <param name="onNew">Called for each new span, and for each event that is not one of a span.</param>
internal sealed class SpanTable(Action<TreeNode> onNew)
{
    private readonly Dictionary<string, TreeNode> _spans = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds an event.</summary>
    /// <returns>The node that the event completes: a span that has ended, or the event itself; null for the start of a span.</returns>
    internal TreeNode? Add(TracedItem item)
    {
        // An event from another process names the span in which it was emitted there, as those of spans name their parents.
        string? parentKey = SpanEvents.ParentOf(item.Record) ?? SpanEvents.TextOf(item.SpanContext);
        if (!SpanEvents.TryRead(item.Record, out string span, out string kind, out string key))
        {
            return New(item.Record.EventName.ToString(), isSpan: false, parentKey, item);
        }

        if (kind == SpanEvents.Start)
        {
            _spans[key] = New(span, isSpan: true, parentKey, item);
            return null;
        }

        // The span may have started before the trace, or another one with the same context is known.
        if (!_spans.TryGetValue(key, out TreeNode? ended) || ended.IsEnded || !IsSame(ended.Name, span))
        {
            ended = New(span, isSpan: true, parentKey, first: null);
            _spans[key] = ended;
        }

        ended.End(item, kind == SpanEvents.Exception);
        return ended;
    }

    /// <summary>Forgets the span of an event that has ended. Children that are known still have it as their parent.</summary>
    internal void Forget(TracedItem item)
    {
        if (SpanEvents.TryRead(item.Record, out _, out _, out string key))
        {
            _spans.Remove(key);
        }
    }

    /// <summary>Finds the parent of a node; null for a root, and if the parent is not in the trace.</summary>
    internal TreeNode? ParentOf(TreeNode node) =>
        node.ParentKey is { } key && _spans.TryGetValue(key, out TreeNode? parent) && parent != node ? parent : null;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);

    private TreeNode New(string name, bool isSpan, string? parentKey, TracedItem? first)
    {
        var node = new TreeNode(name, isSpan, _count++) { ParentKey = parentKey };
        if (first is not null)
        {
            node.Begin(first);
        }

        onNew(node);
        return node;
    }
}
