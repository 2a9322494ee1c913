namespace Telemetry.Tests.Programs;

/// <summary>The declared events of the program.</summary>
internal static partial class DeclaredEvents
{
    /// <summary>A parcel was sent.</summary>
    [TelemetryEvent("parcel.sent")]
    internal static partial void ParcelSent([Measurement(Unit = "gram")] long weight, DayOfWeek day, string? note);

    /// <summary>A parcel is packed.</summary>
    [TelemetrySpan("parcel.pack")]
    [Measurement("items", Type = typeof(int))]
    internal static partial TelemetrySpan StartPack(int parcel);
}
