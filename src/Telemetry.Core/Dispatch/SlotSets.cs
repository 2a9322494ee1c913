namespace Telemetry;

/// <summary>
/// The arrays of slots for names that pattern handlers match: one array for all names that the same handlers match, so that a new
/// name costs no memory. Read from any thread without a lock.
/// </summary>
internal sealed class SlotSets(HandlerRegistration[] handlers)
{
    private const int BitsPerWord = 64;
    private const int WordsOnStack = 16;
    private const int Buckets = 64;

    // Patterns can divide names into any number of sets. At this limit, all of them are removed.
    private const int MaxSets = 512;

    // Used if there are too many handlers for the stack.
    [ThreadStatic]
    private static ulong[]? t_set;

    private readonly object _gate = new();
    private Node?[] _buckets = new Node?[Buckets];
    private int _count;

    /// <summary>Returns the handlers that match a name, in attach order; null if none does.</summary>
    internal HandlerSlot[]? Match(string name)
    {
        int words = (handlers.Length + BitsPerWord - 1) / BitsPerWord;
        if (words <= WordsOnStack)
        {
            Span<ulong> set = stackalloc ulong[WordsOnStack];
            return Match(name, set.Slice(0, words));
        }

        if (t_set is null || t_set.Length < words)
        {
            t_set = new ulong[words];
        }

        return Match(name, t_set.AsSpan(0, words));
    }

    private HandlerSlot[]? Match(string name, Span<ulong> set)
    {
        set.Clear();
        int count = 0;
        for (int i = 0; i < handlers.Length; i++)
        {
            if (handlers[i].MatchesByWildcard(name))
            {
                set[i / BitsPerWord] |= 1UL << (i % BitsPerWord);
                count++;
            }
        }

        return count == 0 ? null : Find(set) ?? Add(set, count);
    }

    private HandlerSlot[]? Find(ReadOnlySpan<ulong> set)
    {
        Node? node = Volatile.Read(ref Bucket(Volatile.Read(ref _buckets), set));
        while (node is not null && !set.SequenceEqual(node.Set))
        {
            node = node.Next;
        }

        return node?.Slots;
    }

    private HandlerSlot[] Add(ReadOnlySpan<ulong> set, int count)
    {
        lock (_gate)
        {
            if (Find(set) is { } known)
            {
                return known;
            }

            if (_count == MaxSets)
            {
                Volatile.Write(ref _buckets, new Node?[Buckets]);
                _count = 0;
            }

            ref Node? bucket = ref Bucket(_buckets, set);
            HandlerSlot[] slots = SlotsOf(set, count);
            Volatile.Write(ref bucket, new Node(set.ToArray(), slots, bucket));
            _count++;
            return slots;
        }
    }

    private HandlerSlot[] SlotsOf(ReadOnlySpan<ulong> set, int count)
    {
        var slots = new HandlerSlot[count];
        int next = 0;
        for (int i = 0; i < handlers.Length; i++)
        {
            if ((set[i / BitsPerWord] & (1UL << (i % BitsPerWord))) != 0)
            {
                slots[next++] = new HandlerSlot(handlers[i], handlers[i].Entry);
            }
        }

        return slots;
    }

    private static ref Node? Bucket(Node?[] buckets, ReadOnlySpan<ulong> set)
    {
        ulong hash = 0;
        foreach (ulong word in set)
        {
            hash = (hash ^ word) * 0x9E37_79B9_7F4A_7C15;
            hash ^= hash >> 32;
        }

        return ref buckets[(int)(hash & (Buckets - 1))];
    }

    private sealed class Node(ulong[] set, HandlerSlot[] slots, Node? next)
    {
        internal readonly ulong[] Set = set;
        internal readonly HandlerSlot[] Slots = slots;
        internal readonly Node? Next = next;
    }
}
