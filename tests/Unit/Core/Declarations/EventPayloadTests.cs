namespace Telemetry.Tests.Core;

/// <summary>Reading values as declared types.</summary>
public sealed class EventPayloadTests
{
    [Fact]
    public void Numbers_are_converted_if_the_type_can_hold_them()
    {
        Assert.Equal(5L, Measurement<long>(5));
        Assert.Equal(5, Measurement<int>(5L));
        Assert.Equal(5, Measurement<int>(5.0));
        Assert.Equal(5, Measurement<int>(5.0m));
        Assert.Equal((byte)255, Measurement<byte>(255));
        Assert.Equal((nint)5, Measurement<nint>(5));
        Assert.Equal(ulong.MaxValue, Measurement<ulong>(ulong.MaxValue));
        Assert.Equal(5ul, Measurement<ulong>(5.0));
        Assert.Equal(5ul, Measurement<ulong>(5m));
        Assert.Equal((nuint)5, Measurement<nuint>(5));
        Assert.Equal(1.5, Measurement<double>(1.5m));
        Assert.Equal(1.5f, Measurement<float>(1.5));
        Assert.Equal(12.5m, Measurement<decimal>(12.5));
        Assert.Equal(DateTimeOffset.UnixEpoch, Measurement<DateTimeOffset>(DateTime.UnixEpoch));
        Assert.Equal(TimeSpan.FromSeconds(1), Measurement<TimeSpan>(TimeSpan.FromSeconds(1)));
        Assert.Equal((MeasurementValue)5, Measurement<MeasurementValue>(5));
    }

    [Fact]
    public void Numbers_that_the_type_cannot_hold_are_not_read()
    {
        Assert.Null(Measurement<int>(long.MaxValue));
        Assert.Null(Measurement<int>(5.5));
        Assert.Null(Measurement<long>(1e30));
        Assert.Null(Measurement<long>(ulong.MaxValue));
        Assert.Null(Measurement<long>(double.NaN));
        Assert.Null(Measurement<byte>(256));
        Assert.Null(Measurement<sbyte>(-129));
        Assert.Null(Measurement<ushort>(-1));
        Assert.Null(Measurement<uint>(-1));
        Assert.Null(Measurement<ulong>(-1));
        Assert.Null(Measurement<ulong>(-1.0));
        Assert.Null(Measurement<decimal>(double.MaxValue));
        Assert.Null(Measurement<TimeSpan>(5));
        Assert.Null(Measurement<double>(TimeSpan.Zero));
        Assert.Null(Measurement<Guid>(5));
    }

    [Fact]
    public void Metadata_is_converted_to_and_from_text()
    {
        Assert.Equal("a", Metadata<string>('a'));
        Assert.Equal("Monday", Metadata<string>(DayOfWeek.Monday));
        Assert.Equal(Guid.Empty.ToString(), Metadata<string>(Guid.Empty));
        Assert.Null(Metadata<string>(5));
        Assert.Equal('a', Metadata<char>("a"));
        Assert.Equal(default, Metadata<char>("ab"));
        Assert.Equal(DayOfWeek.Friday, Metadata<DayOfWeek>("friday"));
        Assert.Equal(DayOfWeek.Friday, Metadata<DayOfWeek>(5));
        Assert.Equal(default, Metadata<DayOfWeek>("someday"));
        Assert.Equal(default, Metadata<DayOfWeek>(true));
        Assert.True(Metadata<bool>(true));
        Assert.Equal(5, Metadata<int>(5L));
        Assert.Equal(new Guid("0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d"), Metadata<Guid>("0b7f6c51-5e0f-4d1b-9a6a-6a3c1f1f4b2d"));
        Assert.Equal([1], Metadata<int[]>(new[] { 1 })!);
        Assert.Equal(new Version(1, 2), Metadata<Version>(new Version(1, 2)));
        Assert.Null(Metadata<Version>("1.2"));
        Assert.Equal((MetadataValue)5, Metadata<MetadataValue>(5));
    }

    [Fact]
    public void Null_and_a_lacking_key_are_values_of_an_optional_key()
    {
        EventName name = EventName.Parse("a");
        KeyValuePair<string, MetadataValue>[] metadata = [new("k", null), new("bad", true)];
        KeyValuePair<string, MeasurementValue>[] measurements = [new("n", 5), new("bad", TimeSpan.Zero)];
        var data = new EventData(name, measurements, metadata);

        Assert.True(EventPayload.TryReadOptionalMetadata(in data, "k", out string? text) && text is null);
        Assert.True(EventPayload.TryReadOptionalMetadata(in data, "x", out text) && text is null);
        Assert.False(EventPayload.TryReadOptionalMetadata(in data, "bad", out text));
        Assert.True(EventPayload.TryReadNullableMetadata(in data, "k", out int? number) && number is null);
        Assert.False(EventPayload.TryReadNullableMetadata(in data, "bad", out number));
        Assert.True(EventPayload.TryReadNullableMeasurement(in data, "x", out number) && number is null);
        Assert.True(EventPayload.TryReadNullableMeasurement(in data, "N", out number) && number == 5);
        Assert.False(EventPayload.TryReadNullableMeasurement(in data, "bad", out number));
        Assert.False(EventPayload.TryReadMetadata(in data, "k", out text));
        Assert.False(EventPayload.TryReadMeasurement(in data, "x", out int _));
    }

    private static T? Measurement<T>(MeasurementValue value)
        where T : struct
    {
        KeyValuePair<string, MeasurementValue>[] measurements = [new("n", value)];
        var data = new EventData(EventName.Parse("a"), measurements);
        return EventPayload.TryReadMeasurement(in data, "N", out T read) ? read : null;
    }

    private static T? Metadata<T>(object value)
    {
        KeyValuePair<string, MetadataValue>[] metadata = [new("k", MetadataValue.From(value))];
        var data = new EventData(EventName.Parse("a"), default, metadata);
        return EventPayload.TryReadMetadata(in data, "K", out T? read) ? read : default;
    }
}
