namespace Telemetry;

/// <summary>Declares a span by a partial method that starts it. The source generator of the package writes the body, and members that
/// handlers use to read the events of the span.</summary>
/// <remarks>The method returns a <see cref="TelemetrySpan"/>, and its parameters are the start metadata. A
/// <see cref="MeasurementAttribute"/> or a <see cref="MetadataAttribute"/> on the method declares a key that the emitter adds to the end
/// of the span. All else is as for a <see cref="TelemetryEventAttribute"/>.</remarks>
/// <param name="name">The name of the span, with which the names of its events begin.</param>
/// <example>
/// <code>
/// internal static partial class WebEvents
/// {
///     /// &lt;summary&gt;A request is handled.&lt;/summary&gt;
///     [TelemetrySpan("web.request")]
///     [Measurement("bytes", Type = typeof(long), Unit = "byte")]
///     internal static partial TelemetrySpan StartRequest(string route);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TelemetrySpanAttribute(string name) : Attribute
{
    /// <summary>The name of the span.</summary>
    public string Name { get; } = name;

    /// <summary>The description of the operation that the span measures; null for the summary of the method's documentation.</summary>
    public string? Description { get; set; }

    /// <summary>Whether the spans are enabled even if no handler is attached when they start
    /// (<see cref="TelemetrySpanSource.AlwaysEnabled"/>), for spans that stay open for long.</summary>
    public bool AlwaysEnabled { get; set; }
}
