namespace Telemetry.Analyzers;

/// <summary>The members of a generated payload besides the properties of the keys.</summary>
internal static class PayloadMembers
{
    internal const string Data = "Data";
    internal const string EventName = "EventName";
    internal const string TryRead = "TryRead";
    internal const string FindMismatch = "FindMismatch";

    /// <summary>The names that a property of a key cannot have. It gets <c>Value</c> behind it.</summary>
    internal static readonly string[] Reserved =
    [
        Data, EventName, TryRead, FindMismatch, "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize",
        "ReferenceEquals",
    ];

    /// <summary>The names of the properties for the keys that a span adds itself.</summary>
    internal static readonly string[] OfSpan = ["Duration", "SystemTime", "Kind", "Reason", "StackTrace"];
}
