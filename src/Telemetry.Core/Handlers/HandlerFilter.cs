namespace Telemetry;

/// <summary>Determines whether a handler is called for an event.</summary>
/// <param name="data">The event, valid only during the call.</param>
/// <param name="config">The config of the handler.</param>
/// <returns>Whether to call the handler.</returns>
/// <remarks>Called on the thread that emits, possibly on several threads at once. An exception counts as a failure of the
/// handler; such failures in a row are reset when the filter returns again, with either result.</remarks>
public delegate bool HandlerFilter(in EventData data, object? config);
