namespace Telemetry.Logging;

/// <summary>The text in place of something that cannot be read, as the code of an emitter's object threw.</summary>
internal static class Unreadable
{
    internal static string Because(Exception reason) => $"(unreadable: {reason.GetType().Name})";
}
