namespace Telemetry.Extensions;

/// <summary>Attaches a handler.</summary>
/// <param name="dispatcher">The dispatcher.</param>
/// <param name="id">The id.</param>
/// <param name="patterns">The events and patterns.</param>
/// <param name="options">The options.</param>
/// <returns>The attached handler.</returns>
/// <exception cref="HandlerAlreadyExistsException">The id is taken.</exception>
internal delegate HandlerRegistration HandlerAttachment(
    TelemetryDispatcher dispatcher, string id, IReadOnlyList<EventPattern> patterns, HandlerServiceOptions options);
