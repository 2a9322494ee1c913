namespace Telemetry;

/// <summary>Declares an event of an assembly as data, together with <see cref="DeclaredFieldAttribute"/>. The source generator writes
/// these attributes for methods with a <see cref="TelemetryEventAttribute"/> or a <see cref="TelemetrySpanAttribute"/>; they can also be
/// written by hand.</summary>
/// <remarks><see cref="EventDeclarations.FromAssembly"/> reads them. For the <c>start</c>, <c>stop</c> and <c>exception</c> events of a
/// span, they contain neither the keys that the span adds nor, for <c>exception</c>, those of the others.</remarks>
/// <param name="eventName">The name of the event.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DeclaredEventAttribute(string eventName) : Attribute
{
    /// <summary>The name of the event.</summary>
    public string EventName { get; } = eventName;

    /// <summary>The name of the span that the event belongs to; null if it belongs to none.</summary>
    public string? Span { get; set; }

    /// <summary>The description of when the event is emitted; null for none.</summary>
    public string? Description { get; set; }
}
