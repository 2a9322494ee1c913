namespace Telemetry;

/// <summary>Builds the measurements and the metadata of an event. Called only if the event has handlers.</summary>
/// <typeparam name="TState">The type of the value that the event is built from.</typeparam>
/// <param name="state">The value that the emitter passed. With it, the function can be static; one that captures variables would
/// be allocated at each emit, even without handlers.</param>
/// <param name="builder">The builder that receives the measurements and the metadata.</param>
/// <remarks>Called on the thread that emits, before any handler. An exception that it throws reaches the emitter, and nothing is
/// emitted.</remarks>
public delegate void EventBuilderAction<in TState>(TState state, EventBuilder builder);
