using Microsoft.Extensions.Logging;

namespace Telemetry.Extensions;

/// <summary>A kind of entry that the library writes to the log of the program.</summary>
/// <param name="Area">The part of the library, by which the category ends, such as <c>Reporters</c>.</param>
/// <param name="Id">The id of the event, unique in its category.</param>
/// <param name="Level">The level.</param>
internal sealed record HostEvent(string Area, EventId Id, LogLevel Level = LogLevel.Warning)
{
    internal string Category { get; } = $"Telemetry.{Area}";
}
