namespace Telemetry;

/// <summary>
/// Receives the measurements and the metadata of one event from an <see cref="EventBuilderAction{TState}"/>, when the event is
/// emitted.
/// </summary>
/// <remarks>The memory behind a builder is reused for the next event of the thread. As the builder is a ref struct, the compiler
/// makes sure that it is neither kept nor passed to another thread.</remarks>
/// <example>
/// <code>
/// s_done.Execute(request, static (request, e) => e
///     .Measurement("duration", request.Elapsed)
///     .Metadata("route", request.Route));
/// </code>
/// </example>
public readonly ref struct EventBuilder
{
    private readonly PayloadBuffer? _payload;

    internal EventBuilder(PayloadBuffer payload) => _payload = payload;

    private PayloadBuffer Payload => _payload ?? throw new InvalidOperationException(
        "This builder belongs to no event. Use the one that Execute passes to the function that builds the event.");

    /// <summary>Adds a measurement.</summary>
    /// <param name="key">The key, without regard to case; if a key is added twice, the last value counts.</param>
    /// <param name="value">The measurement.</param>
    /// <returns>The same builder, for the next entry.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The builder is a default value.</exception>
    public EventBuilder Measurement(string key, MeasurementValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Payload.Measurements.Add(new(key, value));
        return this;
    }

    /// <summary>Adds an entry to the metadata.</summary>
    /// <param name="key">The key, without regard to case; if a key is added twice, the last value counts.</param>
    /// <param name="value">The value.</param>
    /// <returns>The same builder, for the next entry.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="key"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The builder is a default value.</exception>
    public EventBuilder Metadata(string key, MetadataValue value)
    {
        ArgumentNullException.ThrowIfNull(key);
        Payload.Metadata.Add(new(key, value));
        return this;
    }
}
