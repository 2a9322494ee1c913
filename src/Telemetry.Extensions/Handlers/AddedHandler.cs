namespace Telemetry.Extensions;

/// <summary>A handler that was added to the services, and is attached when the host starts.</summary>
/// <param name="id">The id.</param>
/// <param name="patterns">The events and patterns.</param>
/// <param name="options">The options.</param>
/// <param name="create">The function that creates the handler when the host starts, and returns what attaches it.</param>
internal sealed class AddedHandler(
    string id, IReadOnlyList<EventPattern> patterns, HandlerServiceOptions options, Func<IServiceProvider, HandlerAttachment> create)
{
    internal string Id { get; } = id;

    internal HandlerServiceOptions Options { get; } = options;

    internal Func<IServiceProvider, HandlerAttachment> Create { get; } = create;

    /// <summary>Whether the handler receives events in batches.</summary>
    internal bool TakesBatches { get; init; }

    /// <summary>The events and patterns: those of the code, or of the configuration.</summary>
    internal IReadOnlyList<EventPattern> Patterns { get; set; } = patterns;

    /// <summary>Returns a copy to which the configuration is applied: several containers can be made of the same services.</summary>
    internal AddedHandler Copy() => new(Id, Patterns, Options.Copy(), Create) { TakesBatches = TakesBatches };
}
