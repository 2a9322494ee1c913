using Telemetry.Otlp;

namespace Telemetry.Tests.Otlp;

/// <summary>The queue of items that wait for their delivery: in order, bounded, and nothing is lost without being counted.</summary>
public sealed class PendingItemsTests
{
    private readonly int[] _batch = new int[3];

    [Fact]
    public void Items_leave_in_order_when_they_arrived()
    {
        PendingItems<int> items = With(limit: 100, 1, 2, 3, 4);

        Assert.Equal([1, 2, 3], Deliver(items, arrived: true));
        Assert.Equal([4], Deliver(items, arrived: true));
        Assert.Empty(Deliver(items, arrived: true));
        Assert.Equal(0, items.TakeDropped().Count);
    }

    [Fact]
    public void O3_items_that_did_not_arrive_stay()
    {
        PendingItems<int> items = With(limit: 100, 1, 2);

        Assert.Equal([1, 2], Deliver(items, arrived: false));
        items.Add(3);

        Assert.Equal([1, 2, 3], Deliver(items, arrived: true));
        Assert.Equal(0, items.TakeDropped().Count);
    }

    [Fact]
    public void O6_items_that_are_refused_leave_and_are_counted()
    {
        PendingItems<int> items = With(limit: 100, 1, 2, 3, 4);

        Deliver(items, arrived: false, isRefused: true);

        Assert.Equal([4], Deliver(items, arrived: true));
        Assert.Equal(3, items.TakeDropped().Count);
        Assert.Equal(0, items.TakeDropped().Count);
    }

    [Fact]
    public void O6_oldest_items_leave_when_it_is_full_and_are_counted()
    {
        PendingItems<int> items = With(limit: 3, 1, 2, 3, 4, 5);

        Assert.Equal(3, items.Count);
        Assert.Equal([3, 4, 5], Deliver(items, arrived: true));
        Assert.Equal(2, items.TakeDropped().Count);
    }

    [Theory]
    [InlineData(true, false, 0)]
    [InlineData(false, false, 2)]
    [InlineData(false, true, 3)]
    public void O6_items_that_are_pushed_out_while_under_way_are_lost_only_if_they_do_not_arrive(
        bool arrived, bool isRefused, long dropped)
    {
        PendingItems<int> items = With(limit: 3, 1, 2, 3);

        items.Begin(_batch);
        items.Add(4);
        items.Add(5);
        items.End(arrived, isRefused);

        Assert.Equal(dropped, items.TakeDropped().Count);
        Assert.Equal(arrived || isRefused ? [4, 5] : [3, 4, 5], Deliver(items, arrived: true));
    }

    [Fact]
    public void Items_that_left_are_not_kept_alive()
    {
        var items = new PendingItems<object>(100);
        WeakReference item = Add(items);
        var batch = new object[1];

        items.Begin(batch);
        items.End(arrived: true, isRefused: false);
        batch[0] = new object();
        GC.Collect();

        Assert.False(item.IsAlive);

        static WeakReference Add(PendingItems<object> items)
        {
            object item = new();
            items.Add(item);
            return new WeakReference(item);
        }
    }

    private static PendingItems<int> With(int limit, params int[] values)
    {
        var items = new PendingItems<int>(limit);
        Array.ForEach(values, value => items.Add(value));
        return items;
    }

    private int[] Deliver(PendingItems<int> items, bool arrived, bool isRefused = false)
    {
        int count = items.Begin(_batch);
        int[] delivered = _batch[..count];
        items.End(arrived, isRefused);
        return delivered;
    }
}
