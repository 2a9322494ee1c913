using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>
/// The handle of an event for scripts, as Get-TelemetryEvent returns it. Get it once, keep it, and emit through it in a
/// loop, at a fraction of the cost of a cmdlet call. Safe to use from any thread.
/// </summary>
public sealed class ScriptEvent
{
    internal ScriptEvent(TelemetryEvent known) => Event = known;

    /// <summary>The name of the event.</summary>
    public string EventName => Event.EventName.ToString();

    /// <summary>Whether the event has handlers. Check it before you build a costly payload.</summary>
    public bool HasHandlers => Event.HasHandlers;

    /// <summary>The number of handlers of the event.</summary>
    public int HandlerCount => Event.HandlerCount;

    /// <summary>The underlying event, for C# code.</summary>
    [Hidden]
    public TelemetryEvent Event { get; }

    /// <summary>Emits the event and returns when its handlers have run.</summary>
    /// <param name="measurements">A dictionary of numbers, TimeSpans and times; or a single one of them, which is
    /// delivered as <c>value</c>; or null.</param>
    /// <param name="metadata">A dictionary of any values, or null.</param>
    /// <exception cref="InvalidPayloadException">A measurement is not a number, a TimeSpan or a time, or two keys differ in case
    /// only.</exception>
    /// <exception cref="TelemetryRecursionException">A handler called the method, and the calls are nested too
    /// deeply.</exception>
    public void Execute(object? measurements = null, object? metadata = null) =>
        Event.Execute(EventPayload.ReadMeasurements(measurements), EventPayload.ReadMetadata(metadata));

    /// <summary>Determines whether an object is a handle of the same event.</summary>
    public override bool Equals(object? obj) => obj is ScriptEvent other && other.Event == Event;

    /// <inheritdoc/>
    public override int GetHashCode() => Event.EventName.GetHashCode();

    /// <summary>Returns the name of the event.</summary>
    public override string ToString() => Event.ToString();
}
