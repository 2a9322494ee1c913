using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What values cost.</summary>
public sealed class ValueSizeTests
{
    private static bool s_seen;
    private static int s_hash;

    [Fact]
    public void Value_is_of_sixteen_bytes()
    {
        Assert.Equal(16, Unsafe.SizeOf<MeasurementValue>());
        Assert.Equal(16, Unsafe.SizeOf<MetadataValue>());
    }

    [Fact]
    public void Comparing_values_allocates_nothing()
    {
        MeasurementValue[] measurements =
            [5, 5L, 5UL, 5.5, 5.50m, TimeSpan.FromSeconds(5), DateTime.UtcNow, DateTimeOffset.Now, double.NaN, 0d, -0d];
        MetadataValue[] values =
        [
            5, 5L, 5UL, (short)5, 5.5, 5.5f, 5.50m, true, 'x', "text", null, Guid.NewGuid(), DateTime.Now, DateTimeOffset.Now,
            TimeSpan.FromSeconds(5), MetadataValue.From(DayOfWeek.Monday), double.NaN, 0f, -0f,
        ];

        Assert.Equal(0, Allocated.BytesPerCall(() =>
        {
            foreach (MeasurementValue one in measurements)
            {
                s_hash += one.GetHashCode();
                foreach (MeasurementValue other in measurements)
                {
                    s_seen |= one == other;
                }
            }

            foreach (MetadataValue one in values)
            {
                s_hash += one.Kind == MetadataValueKind.Object ? 0 : one.GetHashCode();
                foreach (MetadataValue other in values)
                {
                    s_seen |= one.Kind != MetadataValueKind.Object && one == other;
                }
            }
        }));
        Assert.True(s_seen);
    }

    [Fact]
    public void Making_and_reading_a_number_or_a_time_allocates_nothing()
    {
        DateTime now = DateTime.Now;

        Assert.Equal(0, Allocated.BytesPerCall(() =>
        {
            MetadataValue value = (ushort)5;
            MetadataValue time = now;
            MeasurementValue money = 5.50m;
            MeasurementValue large = ulong.MaxValue;
            s_seen |= value.TryGetInt64(out _) && time.TryGetDateTime(out _) && money.TryGetDecimal(out _) && large.TryGetUInt64(out _);
        }));
    }
}
