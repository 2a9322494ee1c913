using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>Points in time come out as they went in, whatever the time zone of the machine.</summary>
public sealed class TimeKindTests
{
    private static readonly DateTime s_time = new(2026, 10, 25, 2, 30, 0, 123);

    public static TheoryData<DateTime> Times =>
    [
        s_time,
        DateTime.SpecifyKind(s_time, DateTimeKind.Local),
        DateTime.SpecifyKind(s_time, DateTimeKind.Utc),
        SecondOfTwo(s_time),
        DateTime.MinValue,
        DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Local),
        DateTime.MaxValue,
        DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Local),
        DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
    ];

    [Theory]
    [MemberData(nameof(Times), DisableDiscoveryEnumeration = true)]
    public void Time_keeps_its_kind_and_all_of_its_bits(DateTime time)
    {
        MeasurementValue measurement = time;
        MetadataValue value = time;

        Assert.True(measurement.TryGetDateTime(out DateTime measured));
        Assert.True(value.TryGetDateTime(out DateTime got));
        DateTime[] all =
        [
            measured, got, (DateTime)measurement.ToObject(), (DateTime)value.ToObject()!,
            (DateTime)MetadataValue.From(time).ToObject()!, (DateTime)((MetadataValue)measurement).ToObject()!,
        ];
        Assert.All(all, copy => Assert.Equal(Bits(time), Bits(copy)));
        Assert.All(all, copy => Assert.Equal(time.Kind, copy.Kind));
    }

    [Fact]
    public void Local_time_arrives_at_a_handler_as_the_same_local_time()
    {
        var dispatcher = new TelemetryDispatcher();
        var recorder = new Recorder();
        dispatcher.Attach("h", "e", recorder.Handle);
        DateTime now = DateTime.Now;

        dispatcher.Execute("e", [new("at", now)], [new("at", now)]);

        EventRecord record = recorder.Single();
        var measured = (DateTime)record.Measurements["at"].ToObject();
        var described = (DateTime)record.Metadata["at"].ToObject()!;
        Assert.Equal((now, DateTimeKind.Local), (measured, measured.Kind));
        Assert.Equal((now, DateTimeKind.Local), (described, described.Kind));
    }

    [Fact]
    public void Offset_is_kept()
    {
        DateTimeOffset[] times =
        [
            new(s_time, TimeSpan.FromHours(-9.5)), new(s_time, TimeSpan.FromHours(14)), new(s_time, TimeSpan.Zero),
            DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
        ];

        Assert.All(times, time =>
        {
            Assert.True(((MeasurementValue)time).TryGetDateTimeOffset(out DateTimeOffset measured));
            Assert.True(((MetadataValue)time).TryGetDateTimeOffset(out DateTimeOffset described));
            Assert.True(((MeasurementValue)time).TryGetDateTime(out DateTime utc));
            Assert.True(time.EqualsExact(measured));
            Assert.True(time.EqualsExact(described));
            Assert.True(time.EqualsExact((DateTimeOffset)((MeasurementValue)time).ToObject()));
            Assert.Equal((time.UtcDateTime, DateTimeKind.Utc), (utc, utc.Kind));
        });
    }

    [Fact]
    public void Time_without_an_offset_gets_the_one_that_its_kind_implies()
    {
        foreach (DateTimeKind kind in Enum.GetValues<DateTimeKind>())
        {
            var time = DateTime.SpecifyKind(s_time, kind);

            Assert.True(((MeasurementValue)time).TryGetDateTimeOffset(out DateTimeOffset offset));
            Assert.True(new DateTimeOffset(time).EqualsExact(offset));
        }
    }

    [Fact]
    public void Times_are_equal_if_all_of_their_bits_are()
    {
        MetadataValue first = DateTime.SpecifyKind(s_time, DateTimeKind.Local);
        MetadataValue second = SecondOfTwo(s_time);

        Assert.NotEqual(first, second);
        Assert.Equal(first, DateTime.SpecifyKind(s_time, DateTimeKind.Local));
        Assert.NotEqual(first, s_time);
    }

    [Fact]
    public void Text_shows_the_time_as_it_is()
    {
        Assert.Equal("2026-10-25T02:30:00.1230000", ((MetadataValue)s_time).ToString());
        Assert.Equal("2026-10-25T02:30:00.1230000Z", ((MetadataValue)DateTime.SpecifyKind(s_time, DateTimeKind.Utc)).ToString());
        Assert.Matches(
            @"^2026-10-25T02:30:00\.1230000[+-]\d\d:\d\d$",
            ((MeasurementValue)DateTime.SpecifyKind(s_time, DateTimeKind.Local)).ToString());
    }

    [Fact]
    public void System_time_of_a_span_is_utc()
    {
        var dispatcher = new TelemetryDispatcher();
        var recorder = new Recorder();
        dispatcher.Attach("h", "s.start", recorder.Handle);

        dispatcher.GetSpanSource("s").Start().Stop();

        Assert.True(recorder.Single().Measurements["system_time"].TryGetDateTime(out DateTime time));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    // A local time that occurs twice, when the clocks are set back, as a conversion from UTC marks the second of them: that
    // needs a zone which does so, and the machine may be in another.
    private static DateTime SecondOfTwo(DateTime time)
    {
        ulong bits = (ulong)time.Ticks | 0xC000_0000_0000_0000;
        return Unsafe.As<ulong, DateTime>(ref bits);
    }

    private static ulong Bits(DateTime time) => Unsafe.As<DateTime, ulong>(ref time);
}
