using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace Telemetry.Diagnostics;

/// <summary>The activity source and the meters of this library. They are never bridged: the events would become activities and
/// metrics again, without end.</summary>
internal static class OwnSignals
{
    /// <summary>The name of the activity source, and of the meter unless another one is chosen.</summary>
    internal const string Name = SourceNames.Own;

    // Recognised as objects, as their names are chosen by users, and a meter of others may have the same one.
    private static readonly ConditionalWeakTable<Meter, object> s_meters = new();

    /// <summary>The version of the library, which the source and the meters have.</summary>
    internal static string? Version { get; } = typeof(OwnSignals).Assembly.GetName().Version?.ToString(3);

    /// <summary>The source of the activities.</summary>
    internal static ActivitySource Activities { get; } = new(Name, Version);

    /// <summary>Creates a meter that is not bridged.</summary>
    internal static Meter NewMeter(string name)
    {
        var meter = new Meter(new MeterOptions(name) { Version = Version });
        s_meters.Add(meter, meter);
        return meter;
    }

    internal static bool IsOwn(Meter meter) => s_meters.TryGetValue(meter, out _);

    internal static bool IsOwn(ActivitySource source) => source == Activities;
}
