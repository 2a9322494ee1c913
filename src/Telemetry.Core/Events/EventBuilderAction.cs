namespace Telemetry;

/// <summary>Puts together what an event carries, once it is known that someone listens.</summary>
/// <typeparam name="TState">The type of what it is built from.</typeparam>
/// <param name="state">What the emitter gave, so that the function can be static: one that captures variables would be
/// allocated whether anyone listens or not.</param>
/// <param name="builder">Takes the measurements and the metadata.</param>
/// <remarks>Called on the thread that emits, before any handler. What it throws reaches the emitter, and nothing is
/// emitted.</remarks>
public delegate void EventBuilderAction<in TState>(TState state, EventBuilder builder);
