namespace Telemetry;

/// <summary>Declares an event by a partial method that emits it. The source generator of the package writes the body, which costs what
/// an emit by a handle costs, and members that handlers use to read the event.</summary>
/// <remarks>
/// <para>The method returns <c>void</c>, is static or belongs to an instance, and is declared in a partial type. Parameters of a numeric
/// type and times are measurements, all others metadata, unless a <see cref="MeasurementAttribute"/> or a <see cref="MetadataAttribute"/>
/// says otherwise; the key is the name of the parameter in snake case. The summary of the method's documentation describes when the
/// event is emitted.</para>
/// <para>The event is emitted by <see cref="TelemetryDispatcher.Default"/>; that of an instance method, by the dispatcher in a field or a
/// parameter of the primary constructor of its type, if there is one.</para>
/// </remarks>
/// <param name="name">The name of the event.</param>
/// <example>
/// <code>
/// internal static partial class WebEvents
/// {
///     /// &lt;summary&gt;A request was answered.&lt;/summary&gt;
///     /// &lt;param name="duration"&gt;The time from the first byte to the last.&lt;/param&gt;
///     [TelemetryEvent("web.request.answered")]
///     internal static partial void Answered(TimeSpan duration, string route, [Metadata] int status);
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TelemetryEventAttribute(string name) : Attribute
{
    /// <summary>The name of the event.</summary>
    public string Name { get; } = name;

    /// <summary>The description of when the event is emitted; null for the summary of the method's documentation.</summary>
    public string? Description { get; set; }
}
