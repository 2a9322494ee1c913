#if !NET
using System.Reflection;

namespace Telemetry.Polling;

/// <summary>Reads the figures of the last garbage collection on runtimes that have them, which netstandard2.0 does not.</summary>
internal static class GcInfoReader
{
    /// <summary>Creates a function that reads the figures, which are null before the first collection; null if the runtime has
    /// none.</summary>
    internal static Func<GcInfo?>? Create()
    {
        MethodInfo? get = typeof(GC).GetMethod("GetGCMemoryInfo", BindingFlags.Public | BindingFlags.Static, null, [], null);
        if (get?.ReturnType.GetProperty("Index") is null || get.ReturnType.GetProperty("PauseTimePercentage") is null)
        {
            return null;
        }

        // Of the type of the runtime, so that its values are not boxed.
        Type reader = typeof(Reader<>).MakeGenericType(get.ReturnType);
        return (Func<GcInfo?>)reader.GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [get])!;
    }

    private sealed class Reader<T>
        where T : struct
    {
        private readonly Func<T> _get;
        private readonly Getter<long> _index = Property<long>("Index");
        private readonly Getter<long> _heap = Property<long>("HeapSizeBytes");
        private readonly Getter<long> _fragmented = Property<long>("FragmentedBytes");
        private readonly Getter<long> _committed = Property<long>("TotalCommittedBytes");
        private readonly Getter<long> _available = Property<long>("TotalAvailableMemoryBytes");
        private readonly Getter<double> _pausePercentage = Property<double>("PauseTimePercentage");

        private Reader(MethodInfo get)
        {
            _get = (Func<T>)get.CreateDelegate(typeof(Func<T>));
        }

        private delegate TValue Getter<TValue>(ref T info);

        internal static Func<GcInfo?> Create(MethodInfo get) => new Reader<T>(get).Read;

        private static Getter<TValue> Property<TValue>(string name) =>
            (Getter<TValue>)typeof(T).GetProperty(name)!.GetMethod!.CreateDelegate(typeof(Getter<TValue>));

        private GcInfo? Read()
        {
            T info = _get();
            return _index(ref info) == 0
                ? null
                : new GcInfo(
                    _heap(ref info), _fragmented(ref info), _committed(ref info), _available(ref info), _pausePercentage(ref info));
        }
    }
}
#endif
