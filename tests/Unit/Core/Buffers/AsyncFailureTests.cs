using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class AsyncFailureTests
{
    // So long that a test would not end if something waited that must not.
    private static readonly HandlerBuffer s_patient = new() { DrainTimeout = TimeSpan.FromDays(1) };

    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _reports = new();
    private readonly ConcurrentQueue<HandlerFailure> _failures = new();

    public AsyncFailureTests()
    {
        _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, _reports.Handle);
        _dispatcher.HandlerFailed += (_, failure) => _failures.Enqueue(failure);
    }

    public static TheoryData<string> Kinds => ["thrown", "task", "later"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Failure_that_detaches_is_reported_once_and_drops_the_queued_events(string kind)
    {
        var open = new TaskCompletionSource();
        using var detached = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(
            kind == "later"
                ? async (record, cancellation) =>
                {
                    await open.Task;
                    await Fail(kind);
                }
                : (_, _) =>
                {
                    open.Task.Wait(CancellationToken.None);
                    return Fail(kind);
                });
        handler.Detached += (_, _) => detached.Set();
        _dispatcher.EmitNumbers("a.b", 5);

        open.SetResult();
        Threads.WaitFor(detached);
        await handler.DisposeAsync();

        Assert.Equal("1 delivered, 4 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.False(handler.IsAttached);
        HandlerFailure failure = Assert.Single(_failures);
        Assert.Equal(("boom", true, 1), (failure.Message, failure.WasDetached, failure.FailuresInARow));
        Assert.Contains(nameof(Fail), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(["h"], _reports.FailedIds);
        Assert.Equal("{ value = 0 }", _reports.Single().Metadata["measurements"].ToString());
        Assert.Same(handler, Assert.Single(_dispatcher.ListDetached()));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Kept_handler_receives_all_events_and_each_failure_is_reported(string kind)
    {
        HandlerRegistration handler = Attach((_, _) => Fail(kind), new() { FailurePolicy = FailurePolicy.Keep, CollectsStatistics = true });

        _dispatcher.EmitNumbers("a.b", 5);
        await handler.DisposeAsync();

        Assert.Equal("5 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        Assert.Equal([1, 2, 3, 4, 5], _reports.Records.Select(report => report.Metadata["failures"].ToObject()));
        Assert.Equal((5, 5), (handler.Statistics!.Calls, handler.Statistics.Failures));
    }

    [Fact]
    public async Task Call_that_succeeds_resets_the_failures_in_a_row()
    {
        HandlerRegistration handler = Attach(
            async (record, _) =>
            {
                await Task.Yield();
                if (record.Measurements["value"].ToObject() is not 2)
                {
                    throw new InvalidOperationException("boom");
                }
            },
            new() { FailurePolicy = FailurePolicy.DetachAfter(3) });

        _dispatcher.EmitNumbers("a.b", 5);
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.True(handler.IsAttached);
        Assert.Equal([1, 2, 1, 2], _failures.Select(failure => failure.FailuresInARow));
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task Cancellation_by_another_token_is_a_failure()
    {
        HandlerRegistration handler = Attach(async (_, _) => await Task.FromCanceled(new CancellationToken(canceled: true)));

        _dispatcher.EmitNumbers("a.b", 1);
        await handler.DisposeAsync();

        Assert.IsType<TaskCanceledException>(Assert.Single(_failures).Exception);
    }

    [Fact]
    public async Task Call_that_fails_after_its_token_was_cancelled_has_failed()
    {
        using var inside = new ManualResetEventSlim();
        HandlerRegistration handler = Attach(
            async (_, cancellation) =>
            {
                inside.Set();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
                throw new InvalidOperationException("boom");
            },
            new() { Buffer = new() { DrainTimeout = TimeSpan.FromMilliseconds(20) } });
        _dispatcher.EmitNumbers("a.b", 1);
        Threads.WaitFor(inside);

        await handler.DisposeAsync();

        Assert.Equal("boom", Assert.Single(_failures).Message);
    }

    [Fact]
    public void Call_that_runs_when_the_filter_detaches_the_handler_is_cancelled()
    {
        using var inside = new ManualResetEventSlim();
        using var detached = new ManualResetEventSlim();
        bool wasCancelled = false;
        HandlerRegistration handler = Attach(
            async (_, cancellation) =>
            {
                inside.Set();
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                }
                catch (OperationCanceledException)
                {
                    wasCancelled = true;
                    throw;
                }
            },
            new()
            {
                Filter = static (in EventData data, object? _) =>
                    data.TryGetMeasurement("value", out MeasurementValue value) && value.TryGetInt64(out long i) && i < 3
                        ? true
                        : throw new InvalidOperationException("filter"),
            });
        handler.Detached += (_, _) => detached.Set();

        _dispatcher.EmitNumbers("a.b", 3);
        Threads.WaitFor(inside);
        _dispatcher.Execute("a.b", 3);
        Threads.WaitFor(detached);

        Assert.True(wasCancelled);
        Assert.Equal("filter", Assert.Single(_failures).Message);
        Assert.Equal("1 delivered, 2 dropped, 0 queued", handler.BufferStatistics!.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handler_whose_emit_is_refused_fails_once_at_the_end_of_its_call(bool throws)
    {
        using var detached = new ManualResetEventSlim();
        _dispatcher.Attach("other", "c", Handlers.Nothing);
        HandlerRegistration handler = Attach(
            async (_, _) =>
            {
                EmitWithoutStack();
                await Task.Yield();
                if (throws)
                {
                    throw new InvalidOperationException("boom");
                }
            },
            new() { FailurePolicy = FailurePolicy.Keep });
        handler.Detached += (_, _) => detached.Set();

        _dispatcher.EmitNumbers("a.b", 1);
        Threads.WaitFor(detached);

        HandlerFailure failure = Assert.Single(_failures);
        Assert.Equal(throws, failure.Exception is not TelemetryRecursionException);
        Assert.True(failure.WasDetached);
        await handler.DisposeAsync();

        void EmitWithoutStack()
        {
            if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                EmitWithoutStack();
            }
            else
            {
                Assert.Throws<TelemetryRecursionException>(() => _dispatcher.Execute("c"));
            }
        }
    }

    [Fact]
    public async Task Exception_of_the_host_is_not_a_failure()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(static exception => exception is NotSupportedException);
        HandlerRegistration handler = Attach(async (record, _) =>
        {
            if (record.Measurements["value"].ToObject() is 1)
            {
                await Task.Yield();
            }

            throw new NotSupportedException();
        });

        _dispatcher.EmitNumbers("a.b", 2);
        Assert.True(await handler.FlushAsync(Threads.Patience));

        Assert.Empty(_failures);
        Assert.True(handler.IsAttached);
        Assert.Equal("2 delivered, 0 dropped, 0 queued", handler.BufferStatistics!.ToString());
        await handler.DisposeAsync();
    }

    [Fact]
    public async Task Subscriber_that_disposes_the_failed_handler_does_not_wait_for_its_end()
    {
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.HandlerFailed += (_, failure) =>
        {
            failure.Handler.Dispose();
            Task.Run(async () => await failure.Handler.DisposeAsync()).GetAwaiter().GetResult();
            disposed.TrySetResult();
        };
        HandlerRegistration handler = Attach(async (_, _) =>
        {
            await Task.Yield();
            throw new InvalidOperationException("boom");
        });

        _dispatcher.EmitNumbers("a.b", 3);
        await disposed.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
    }

    private static ValueTask Fail(string kind) => kind switch
    {
        "thrown" => throw new InvalidOperationException("boom"),
        "task" => FailAsync(),
        _ => FailLaterAsync(),
    };

    private static async ValueTask FailAsync() => throw new InvalidOperationException("boom");

    private static async ValueTask FailLaterAsync()
    {
        await Task.Yield();
        throw new InvalidOperationException("boom");
    }

    private HandlerRegistration Attach(Func<EventRecord, CancellationToken, ValueTask> handler, HandlerOptions? options = null)
    {
        options ??= new();
        options.Buffer ??= s_patient;
        return _dispatcher.AttachAsync("h", "a.b", handler, options);
    }
}
