namespace Telemetry;

/// <summary>
/// Takes the measurements and the metadata of one event, as it is emitted, from an
/// <see cref="EventBuilderAction{TState}"/>.
/// </summary>
/// <remarks>A ref struct, as the memory behind it serves the thread's next event: the compiler sees to it that a builder is
/// neither kept nor handed to another thread.</remarks>
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
        "This builder belongs to no event. Use the one that Execute gives to the function that builds the event.");

    /// <summary>Adds what was measured.</summary>
    /// <param name="key">The key, without regard to case; of one that is added twice, the last value counts.</param>
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

    /// <summary>Adds what describes the event.</summary>
    /// <param name="key">The key, without regard to case; of one that is added twice, the last value counts.</param>
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
