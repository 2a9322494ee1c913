namespace Telemetry.Tests.Core;

/// <summary>The structs that nothing was put into.</summary>
public sealed class DefaultValueTests
{
    [Fact]
    public void Event_data_of_no_event_is_empty_and_says_so()
    {
        Assert.True(default(EventData).Measurements.IsEmpty);
        Assert.True(default(EventData).Metadata.IsEmpty);
        Assert.False(default(EventData).TryGetMeasurement("n", out _));
        Assert.False(default(EventData).TryGetMetadata("k", out _));
        Assert.Contains(
            "no event", Assert.Throws<InvalidOperationException>(() => default(EventData).EventName).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no event", Assert.Throws<InvalidOperationException>(() => default(EventData).ToRecord()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Builder_of_no_event_says_so()
    {
        Assert.Throws<InvalidOperationException>(() => { default(EventBuilder).Measurement("n", 1); });
        Assert.Throws<InvalidOperationException>(() => { default(EventBuilder).Metadata("k", 1); });
    }

    [Fact]
    public void Scope_of_no_span_does_nothing() => Assert.Null(Record.Exception(() => default(CurrentScope).Dispose()));

    [Fact]
    public void Other_defaults_are_values()
    {
        Assert.Equal(FailurePolicy.Detach, default);
        Assert.Equal(
            (MetadataValueKind.Null, null, ""),
            (default(MetadataValue).Kind, default(MetadataValue).ToObject(), default(MetadataValue).ToString()));
        Assert.Equal(
            (MetadataValueKind.Int32, 0, "0"),
            (default(MeasurementValue).Kind, (int)default(MeasurementValue).ToObject(), default(MeasurementValue).ToString()));
    }
}
