namespace Telemetry;

/// <content>Assertions, which any test framework reports as failures.</content>
public sealed partial class EventRecorder
{
    /// <summary>Asserts that an event was recorded, at least once.</summary>
    /// <remarks>The event can have other measurements and metadata than the expected ones. Values are equal if their types are: the
    /// <see cref="int"/> 5 is not the <see cref="long"/> 5.</remarks>
    /// <param name="pattern">The name of the event, or a pattern such as <c>job.*</c>.</param>
    /// <param name="measurements">The measurements that it has, among others; null for any.</param>
    /// <param name="metadata">The metadata that it has, among others; null for any.</param>
    /// <returns>The events that match, in their order.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="pattern"/> is null.</exception>
    /// <exception cref="FormatException"><paramref name="pattern"/> is not valid.</exception>
    /// <exception cref="EventAssertionException">No such event was recorded.</exception>
    public IReadOnlyList<EventRecord> AssertRecorded(
        string pattern,
        IEnumerable<KeyValuePair<string, MeasurementValue>>? measurements = null,
        IEnumerable<KeyValuePair<string, MetadataValue>>? metadata = null)
    {
        var assertion = new PayloadAssertion(Records, pattern, new ExpectedPayload(measurements, metadata));
        return assertion.Matches.Count > 0 ? assertion.Matches : throw assertion.Fail("an event");
    }

    /// <summary>Asserts that an event was recorded exactly once.</summary>
    /// <inheritdoc cref="AssertRecorded"/>
    /// <returns>The event.</returns>
    /// <exception cref="EventAssertionException">No such event was recorded, or several.</exception>
    public EventRecord AssertSingle(
        string pattern,
        IEnumerable<KeyValuePair<string, MeasurementValue>>? measurements = null,
        IEnumerable<KeyValuePair<string, MetadataValue>>? metadata = null)
    {
        var assertion = new PayloadAssertion(Records, pattern, new ExpectedPayload(measurements, metadata));
        return assertion.Matches.Count == 1 ? assertion.Matches[0] : throw assertion.Fail("exactly one event");
    }

    /// <summary>Asserts that an event was not recorded so far.</summary>
    /// <inheritdoc cref="AssertRecorded"/>
    /// <exception cref="EventAssertionException">Such an event was recorded.</exception>
    public void AssertNone(
        string pattern,
        IEnumerable<KeyValuePair<string, MeasurementValue>>? measurements = null,
        IEnumerable<KeyValuePair<string, MetadataValue>>? metadata = null)
    {
        var assertion = new PayloadAssertion(Records, pattern, new ExpectedPayload(measurements, metadata));
        if (assertion.Matches.Count > 0)
        {
            throw assertion.Fail("no event");
        }
    }

    /// <summary>Asserts that events were recorded in an order. Other events may come before, between and after them.</summary>
    /// <param name="patterns">The names of the events, or patterns such as <c>job.*</c>, one for each event.</param>
    /// <exception cref="ArgumentNullException">The patterns, or one of them, are null.</exception>
    /// <exception cref="FormatException">One of the patterns is not valid.</exception>
    /// <exception cref="EventAssertionException">One of the events was not recorded after the one before it.</exception>
    public void AssertOrder(params string[] patterns)
    {
        var assertion = new OrderAssertion(Records, patterns);
        if (!assertion.IsOrder(out int missing))
        {
            throw assertion.FailOrder(missing);
        }
    }

    /// <summary>Asserts that these events, and no others, were recorded, in this order.</summary>
    /// <inheritdoc cref="AssertOrder"/>
    /// <exception cref="EventAssertionException">Other events were recorded, or in another order.</exception>
    public void AssertSequence(params string[] patterns)
    {
        var assertion = new OrderAssertion(Records, patterns);
        if (!assertion.IsSequence(out int different))
        {
            throw assertion.FailSequence(different);
        }
    }

    /// <summary>Asserts that each recorded event is declared, and is as its declaration says: it has the declared measurements and
    /// metadata, no others, and values of the declared types.</summary>
    /// <remarks>Start the recorder for the events of the library under test, such as <c>storage.*</c>: an event that is not declared is
    /// reported. The assertion succeeds if no event was recorded.</remarks>
    /// <param name="declarations">The declarations; null for those of the process (<see cref="EventDeclarations.Default"/>).</param>
    /// <exception cref="EventAssertionException">An event is not declared, or differs from its declaration. The message lists all
    /// problems.</exception>
    public void AssertDeclared(EventDeclarations? declarations = null)
    {
        if (DeclarationAssertion.Check(Records, declarations ?? EventDeclarations.Default) is { } failure)
        {
            throw failure;
        }
    }
}
