namespace Telemetry.Tests.Support;

/// <summary>An event of a span, such as an exception.</summary>
internal sealed record OtlpSpanEvent(string Name, DateTimeOffset Time, IReadOnlyDictionary<string, object?> Attributes);
