using Telemetry.Otlp;

namespace Telemetry.Tests.Otlp;

/// <summary>Many threads add while one delivers, with failures, refusals and a full queue.</summary>
[Trait("Category", "Slow")]
public sealed class PendingItemsRaceTests
{
    private const int Adders = 4;
    private const int Each = 20_000;

    [Theory]
    [InlineData(64)]
    [InlineData(100_000)]
    public void O6_each_item_arrives_once_or_is_counted_as_dropped(int limit)
    {
        var items = new PendingItems<int>(limit);
        var arrived = new HashSet<int>();
        long dropped = 0;
        int refused = 0;
        Thread[] adders =
        [
            .. Enumerable.Range(0, Adders).Select(adder => new Thread(() =>
            {
                for (int i = 0; i < Each; i++)
                {
                    items.Add((adder * Each) + i);
                }
            })),
        ];
        Array.ForEach(adders, adder => adder.Start());

        var batch = new int[50];
        for (int turn = 0; Array.Exists(adders, adder => adder.IsAlive) || items.Count > 0; turn++)
        {
            int count = items.Begin(batch);
            bool isDelivered = turn % 3 > 0;
            bool isRefused = turn % 7 == 0;
            if (isDelivered)
            {
                Assert.All(batch[..count], item => Assert.True(arrived.Add(item), $"{item} arrived twice."));
            }
            else if (isRefused)
            {
                refused += count;
            }

            items.End(isDelivered, isRefused);
            dropped += items.TakeDropped().Count;
        }

        Assert.Equal(Adders * Each, arrived.Count + dropped);
        Assert.True(dropped >= refused, $"{dropped} dropped, and {refused} refused.");
    }
}
