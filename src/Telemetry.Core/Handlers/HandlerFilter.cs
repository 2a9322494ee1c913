namespace Telemetry;

/// <summary>Tells whether an event is for a handler.</summary>
/// <param name="data">The event, valid only during the call.</param>
/// <param name="config">The config of the handler.</param>
/// <returns>Whether the handler is to be called.</returns>
/// <remarks>Called on the thread that emits, possibly from several at once. What it throws counts as a failure of the
/// handler; a row of such failures is over when the filter answers again, be it with no.</remarks>
public delegate bool HandlerFilter(in EventData data, object? config);
