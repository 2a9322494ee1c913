using System.Collections.Concurrent;
using Telemetry.Alerts;
using Telemetry.Tests.Support;
using static Telemetry.Tests.Support.AlertsOfATest;

namespace Telemetry.Tests.Alerts;

public sealed class ActionTests : IDisposable
{
    private readonly AlertsOfATest _test = new();
    private readonly ConcurrentQueue<string> _calls = new();

    public void Dispose() => _test.Dispose();

    private static AlertDefinition Definition(
        int retries = 0, TimeSpan? delay = null, TimeSpan? timeout = null, TimeSpan? drain = null) => new("a")
    {
        Events = Patterns("fail"),
        Tags = ["target"],
        ClearOn = Patterns("ok"),
        Retries = retries,
        RetryDelay = delay ?? TimeSpan.Zero,
        ActionTimeout = timeout ?? TimeSpan.FromHours(1),
        DrainTimeout = drain ?? TimeSpan.FromSeconds(5),
    };

    [Fact]
    public void An_action_that_fails_twice_is_tried_again_and_order_is_kept()
    {
        int failures = 2;
        Alert alert = _test.Registry.Add(Definition(retries: 2), (notification, _) =>
        {
            _calls.Enqueue(notification.State.ToString());
            return failures-- > 0 ? Task.FromException(new InvalidOperationException("no way")) : Task.CompletedTask;
        });

        _test.Fail();
        _test.Succeed();
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal(["Raised", "Raised", "Raised", "Cleared"], _calls);
        Assert.Equal((2L, 0L, 2L), (alert.Delivered, alert.Failed, alert.Retried));
        Assert.Null(alert.LastError);
        Assert.Empty(_test.Notices);
    }

    [Fact]
    public void An_action_that_fails_for_good_is_counted_and_reported_once_an_episode()
    {
        bool fails = true;
        Alert alert = _test.Registry.Add(
            Definition(retries: 1),
            (_, _) => Volatile.Read(ref fails) ? throw new InvalidOperationException("no way.") : Task.CompletedTask);

        _test.Fail();
        _test.Succeed();
        Assert.True(alert.WaitForDelivery(Threads.Patience));
        Assert.Equal((0L, 2L, 2, "no way."), (alert.Delivered, alert.Failed, alert.FailedInARow, alert.LastError?.Message));
        Volatile.Write(ref fails, false);
        _test.Fail();
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal((1L, 2L, 0), (alert.Delivered, alert.Failed, alert.FailedInARow));
        Assert.Equal(
            [
                "The action of alert 'a' failed 2 times for the notification 'a is raised for target=a: fail': no way. The alert stays "
                    + "registered, and further failures are only counted.",
                "The action of alert 'a' succeeds again, after 2 notifications that failed.",
            ],
            _test.Notices);
        Assert.False(alert.IsRemoved);
    }

    [Fact]
    public void Each_attempt_is_a_span()
    {
        var spans = new ConcurrentQueue<string>();
        _test.Dispatcher.Attach("spans", EventPattern.Parse("telemetry.alert.action.*"), (in EventData data, object? _) =>
        {
            data.TryGetMetadata("attempt", out MetadataValue attempt);
            data.TryGetMetadata("target", out MetadataValue target);
            spans.Enqueue($"{data.EventName.ToString().Split('.')[^1]} {attempt} {target}");
        });
        int calls = 0;
        Alert alert = _test.Registry.Add(
            Definition(retries: 1), (_, _) => ++calls == 1 ? throw new InvalidOperationException("no") : Task.CompletedTask);

        _test.Fail("db");
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal(["start 1 db", "exception 1 db", "start 2 db", "stop 2 db"], spans);
    }

    [Fact]
    public void The_emitter_does_not_wait_for_the_action()
    {
        using var release = new ManualResetEventSlim();
        Alert alert = _test.Registry.Add(Definition(), (_, _) =>
        {
            Threads.WaitFor(release);
            return Task.CompletedTask;
        });

        _test.Fail();
        _test.Fail("b");
        Assert.Equal(2, alert.PendingNotifications);
        release.Set();

        Assert.True(alert.WaitForDelivery(Threads.Patience));
        Assert.Equal(2, alert.Delivered);
    }

    [Fact]
    public void An_attempt_that_takes_too_long_is_cancelled()
    {
        Alert alert = _test.Registry.Add(
            Definition(timeout: TimeSpan.FromMilliseconds(20)), (_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));

        _test.Fail();
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal("it did not end within 20ms, and was cancelled", alert.LastError!.Message);
    }

    [Fact]
    public void Removal_delivers_what_is_pending_without_pauses()
    {
        int failures = 2;
        using var failed = new ManualResetEventSlim();
        AlertDefinition definition = Definition(retries: 2, delay: TimeSpan.FromHours(1), drain: TimeSpan.FromMinutes(1));
        Alert alert = _test.Registry.Add(definition, (notification, _) =>
        {
            failed.Set();
            _calls.Enqueue(notification.State.ToString());
            return failures-- > 0 ? throw new InvalidOperationException("no") : Task.CompletedTask;
        });
        _test.Fail();
        _test.Succeed();
        Threads.WaitFor(failed);

        alert.Dispose();

        Assert.Equal(["Raised", "Raised", "Raised", "Cleared"], _calls);
        Assert.True(alert.IsRemoved);
    }

    [Fact]
    public void Removal_of_an_action_that_hangs_is_bounded_and_drops_the_rest()
    {
        using var release = new ManualResetEventSlim();
        Alert alert = _test.Registry.Add(Definition(drain: TimeSpan.Zero), (_, _) =>
        {
            Threads.WaitFor(release);
            return Task.CompletedTask;
        });
        _test.Fail("a");
        _test.Fail("b");

        alert.Dispose();

        Assert.Equal((0, 1L, 1L), (alert.PendingNotifications, alert.Failed, alert.Dropped));
        Assert.Contains("could not be stopped, and was abandoned", alert.LastError!.Message);
        release.Set();
    }

    [Fact]
    public void An_action_can_remove_its_own_alert()
    {
        Alert? alert = null;
        alert = _test.Registry.Add(Definition(), (_, _) =>
        {
            _calls.Enqueue("called");
            Volatile.Read(ref alert)!.Dispose();
            return Task.CompletedTask;
        });

        _test.Fail();

        Assert.True(alert.WaitForDelivery(Threads.Patience));
        Assert.True(alert.IsRemoved);
        Assert.Equal(["called"], _calls);
    }

    [Fact]
    public void What_the_action_emits_does_not_count_for_its_own_alert()
    {
        Alert other = _test.Add(new("b") { Events = Patterns("fail"), Tags = ["target"] });
        Alert alert = _test.Registry.Add(Definition(), async (_, _) =>
        {
            await Task.Yield();
            _test.Fail("from the action");
            _test.Succeed();
        });

        _test.Fail();
        Assert.True(alert.WaitForDelivery(Threads.Patience));

        Assert.Equal((1L, 2L), (alert.Count, other.Count));
        Assert.Equal(AlertState.Raised, alert.State);
    }
}
