namespace Telemetry.Benchmarks.Support;

/// <summary>The floor: a C# event whose payload is a struct by reference.</summary>
internal sealed class PlainEvent
{
    internal delegate void Handler(in Payload payload);

    internal event Handler? Done;

    internal void Raise(in Payload payload) => Done?.Invoke(in payload);

    internal static Handler Count { get; } = static (in _) => Seen.Count++;

    internal static PlainEvent With(Handler handler)
    {
        var plain = new PlainEvent();
        plain.Done += handler;
        return plain;
    }

    /// <summary>With handlers that count.</summary>
    internal static PlainEvent With(int handlers)
    {
        var plain = new PlainEvent();
        for (int i = 0; i < handlers; i++)
        {
            plain.Done += Count;
        }

        return plain;
    }

    internal readonly struct Payload(double duration, long size, string route, int status, bool cached)
    {
        internal double Duration { get; } = duration;

        internal long Size { get; } = size;

        internal string Route { get; } = route;

        internal int Status { get; } = status;

        internal bool Cached { get; } = cached;
    }
}
