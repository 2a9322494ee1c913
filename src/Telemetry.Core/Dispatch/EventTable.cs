namespace Telemetry;

/// <summary>
/// The known events by name. Read from any thread without a lock; changed under the lock of its owner. Events are never removed,
/// so that a known event has one handle only.
/// </summary>
/// <remarks>A dictionary of the framework would be efficient for either dotted strings or parsed names, and not for both. Here a
/// parsed name provides its hash, and neither look-up allocates.</remarks>
internal sealed class EventTable
{
    private Node?[] _buckets = new Node?[64];

    internal int Count { get; private set; }

    internal TelemetryEvent? Find(EventName name)
    {
        Node? node = First(name.Hash);
        while (node is not null && !node.Name.Equals(name))
        {
            node = node.Next;
        }

        return node?.Event;
    }

    internal TelemetryEvent? Find(string name) => Find(name, EventName.HashOf(name));

    /// <param name="name">The dotted name.</param>
    /// <param name="hash">Its hash.</param>
    internal TelemetryEvent? Find(string name, int hash)
    {
        Node? node = First(hash);
        while (node is not null && !(node.Hash == hash && EventName.EqualNames(node.Text, name)))
        {
            node = node.Next;
        }

        return node?.Event;
    }

    internal void Add(TelemetryEvent known)
    {
        if (Count >= _buckets.Length)
        {
            Grow();
        }

        // Published last, so that a reader sees a complete node.
        ref Node? bucket = ref Bucket(_buckets, known.EventName.Hash);
        Volatile.Write(ref bucket, new Node(known, bucket));
        Count++;
    }

    internal TelemetryEvent[] ToArray()
    {
        var all = new List<TelemetryEvent>(Count);
        foreach (Node? bucket in _buckets)
        {
            for (Node? node = bucket; node is not null; node = node.Next)
            {
                all.Add(node.Event);
            }
        }

        return [.. all];
    }

    private Node? First(int hash) => Volatile.Read(ref Bucket(Volatile.Read(ref _buckets), hash));

    // New nodes in new buckets, as a reader may be reading the old ones.
    private void Grow()
    {
        var buckets = new Node?[_buckets.Length * 2];
        foreach (TelemetryEvent known in ToArray())
        {
            ref Node? bucket = ref Bucket(buckets, known.EventName.Hash);
            bucket = new Node(known, bucket);
        }

        Volatile.Write(ref _buckets, buckets);
    }

    private static ref Node? Bucket(Node?[] buckets, int hash) => ref buckets[hash & (buckets.Length - 1)];

    // The node contains the values that a look-up compares, so that no further reads through the event are needed.
    private sealed class Node(TelemetryEvent known, Node? next)
    {
        internal readonly int Hash = known.EventName.Hash;
        internal readonly string Text = known.EventName.ToString();
        internal readonly EventName Name = known.EventName;
        internal readonly TelemetryEvent Event = known;
        internal readonly Node? Next = next;
    }
}
