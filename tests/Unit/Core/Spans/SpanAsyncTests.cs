using System.Threading.Tasks.Sources;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>A span around a function that returns a task hides nothing of the task.</summary>
public sealed class SpanAsyncTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly TelemetrySpanSource _source;
    private readonly TelemetrySpanSource _unheard;
    private readonly Recorder _recorder;

    public SpanAsyncTests()
    {
        _source = _dispatcher.GetSpanSource("web.request");
        _unheard = _dispatcher.GetSpanSource("unheard");
        _recorder = _dispatcher.RecordSpans("web.request");
    }

    public static TheoryData<string> Forms => AsyncForms.All;

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Stop_is_emitted_when_the_task_has_completed(string form)
    {
        var gate = new TaskCompletionSource<int>();

        Task running = _source.RunAsync(form, _ => gate.Task);
        Assert.False(running.IsCompleted);
        Assert.Equal(["web.request.start"], _recorder.Names);

        gate.SetResult(42);
        await running;
        Assert.Equal(["web.request.start", "web.request.stop"], _recorder.Names);
        Assert.Equal(42, running is Task<int> result ? await result : 42);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Task_that_has_completed_ends_the_span_before_the_call_returns(string form)
    {
        Task running = _source.RunAsync(form, _ => Task.FromResult(42));

        Assert.True(running.IsCompletedSuccessfully);
        Assert.Equal(["web.request.start", "web.request.stop"], _recorder.Names);
        Assert.Equal(42, running is Task<int> result ? await result : 42);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Failed_task_emits_exception_and_fails_the_task_returned_with_the_same_exception(string form)
    {
        var boom = new FormatException();
        foreach (bool early in new[] { true, false })
        {
            var gate = new TaskCompletionSource<int>();
            Task running = _source.RunAsync(form, _ => early ? Task.FromException<int>(boom) : gate.Task);
            gate.SetException(boom);

            Assert.Same(boom, await Assert.ThrowsAsync<FormatException>(() => running));
            Assert.Equal(TaskStatus.Faulted, running.Status);
            Assert.Equal("web.request.exception", _recorder.Names[^1]);
            Assert.Same(boom, _recorder.Records[^1].Metadata["reason"].ToObject());
        }

        Assert.Equal(4, _recorder.Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Stack_trace_of_a_failed_task_begins_where_it_was_thrown(string form)
    {
        Task running = _source.RunAsync(form, async _ =>
        {
            await Task.Yield();
            return ThrowFormat();
        });

        FormatException thrown = await Assert.ThrowsAsync<FormatException>(() => running);

        string frame = $"   at {typeof(SpanAsyncTests)}.ThrowFormat()";
        Assert.StartsWith(frame, thrown.StackTrace, StringComparison.Ordinal);
        Assert.StartsWith(frame, _recorder.Records[1].Metadata["stacktrace"].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Canceled_task_emits_exception_and_cancels_the_task_returned(string form)
    {
        using var cancellation = new CancellationTokenSource();
        foreach (bool early in new[] { false, true })
        {
            var gate = new TaskCompletionSource<int>();
            Task running = _source.RunAsync(
                form, _ => early ? Task.FromCanceled<int>(cancellation.Token) : gate.Task.WaitAsync(cancellation.Token));
            cancellation.Cancel();

            OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Equal(cancellation.Token, thrown.CancellationToken);
            Assert.Equal(TaskStatus.Canceled, running.Status);
            Assert.Equal("web.request.exception", _recorder.Names[^1]);
            Assert.Equal("System.Threading.Tasks.TaskCanceledException", _recorder.Records[^1].Metadata["kind"]);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Task_returned_has_all_exceptions_of_one_that_failed_with_several(string form)
    {
        Exception[] booms = [new FormatException(), new InvalidOperationException()];
        foreach (bool early in new[] { true, false })
        {
            var gate = new TaskCompletionSource<int>();
            Task running = _source.RunAsync(form, _ =>
            {
                if (early)
                {
                    gate.SetException(booms);
                }

                return gate.Task;
            });
            gate.TrySetException(booms);

            await Assert.ThrowsAsync<FormatException>(() => running);
            Assert.Equal(booms, running.Exception!.InnerExceptions);
        }

        Assert.All(
            _recorder.Records.Where(record => record.EventName.ToString().EndsWith("exception", StringComparison.Ordinal)),
            record => Assert.Same(booms[0], record.Metadata["reason"].ToObject()));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Function_that_throws_before_it_returns_a_task_throws_at_the_call(string form)
    {
        var boom = new FormatException();

        Assert.Same(boom, ThrownAtTheCall(() => _source.RunAsync(form, _ => throw boom)));
        Assert.Same(boom, ThrownAtTheCall(() => _unheard.RunAsync(form, _ => throw boom)));

        Assert.Null(_dispatcher.GetCurrentSpan());
        Assert.Equal(["web.request.start", "web.request.exception"], _recorder.Names);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Current_span_flows_into_the_function_and_is_restored_for_the_caller(string form)
    {
        var gate = new TaskCompletionSource();
        using TelemetrySpan outer = _source.Start();
        using CurrentScope scope = outer.MakeCurrent();

        Task running = _source.RunAsync(form, async span =>
        {
            Assert.Same(span, _dispatcher.GetCurrentSpan());
            await gate.Task.ConfigureAwait(false);
            Assert.Same(span, _dispatcher.GetCurrentSpan());
            Assert.Same(outer, span.Parent);
            return 42;
        });
        Assert.Same(outer, _dispatcher.GetCurrentSpan());

        await Task.Run(gate.SetResult, TestContext.Current.CancellationToken);
        await running;
        Assert.Same(outer, _dispatcher.GetCurrentSpan());
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Function_runs_where_nobody_listens(string form)
    {
        Task running = _unheard.RunAsync(form, async span =>
        {
            await Task.Yield();
            Assert.False(span.IsEnabled);
            return 42;
        });

        await running;
        Assert.Equal(0, _recorder.Count);
    }

    [Fact]
    public void Null_is_no_function()
    {
        foreach (TelemetrySpanSource source in new[] { _source, _unheard })
        {
            Assert.IsType<ArgumentNullException>(ThrownAtTheCall(() => source.RunAsync((Func<TelemetrySpan, Task>)null!)));
            Assert.IsType<ArgumentNullException>(ThrownAtTheCall(() => source.RunAsync((Func<TelemetrySpan, Task<int>>)null!)));
            Assert.IsType<ArgumentNullException>(ThrownAtTheCall(() => source.RunValueTaskAsync(null!).AsTask()));
            Assert.IsType<ArgumentNullException>(ThrownAtTheCall(() => source.RunValueTaskAsync<int>(null!).AsTask()));
        }

        Assert.Equal(0, _recorder.Count);
    }

    [Fact]
    public void Null_instead_of_a_task_gets_through_as_it_does_where_nobody_listens()
    {
        Assert.Null(_unheard.RunAsync(static _ => (Task)null!));
        Assert.Null(_source.RunAsync(static _ => (Task)null!));
        Assert.Null(_source.RunAsync(static _ => (Task<int>)null!));

        Assert.Equal(
            ["web.request.start", "web.request.stop", "web.request.start", "web.request.stop"], _recorder.Names);
    }

    [Fact]
    public void Task_that_has_completed_is_returned_as_it_is()
    {
        Task<int> completed = Task.FromResult(42);

        Assert.Same(completed, _source.RunAsync(_ => completed));
        Assert.Same(completed, _source.RunAsync(_ => (Task)completed));
    }

    [Fact]
    public async Task Source_of_a_value_task_is_asked_for_its_result_once()
    {
        foreach (bool early in new[] { true, false })
        {
            var source = new OneTimeSource();
            if (early)
            {
                source.Core.SetResult(42);
            }

            ValueTask<int> running = _source.RunValueTaskAsync(_ => new ValueTask<int>(source, source.Core.Version));
            if (!early)
            {
                source.Core.SetResult(42);
            }

            Assert.Equal(42, await running);
            Assert.Equal(1, source.Asked);

            source = new OneTimeSource();
            source.Core.SetResult(42);
            await _source.RunValueTaskAsync(_ => new ValueTask(source, source.Core.Version));
            Assert.Equal(1, source.Asked);
        }
    }

    // The task, if there is one, is of no interest: what is thrown later is not thrown at the call.
    private static Exception? ThrownAtTheCall(Func<Task> call)
    {
        try
        {
            _ = call();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static int ThrowFormat() => throw new FormatException();

    private sealed class OneTimeSource : IValueTaskSource<int>, IValueTaskSource
    {
        public ManualResetValueTaskSourceCore<int> Core;

        public int Asked { get; private set; }

        public int GetResult(short token)
        {
            Asked++;
            return Core.GetResult(token);
        }

        public ValueTaskSourceStatus GetStatus(short token) => Core.GetStatus(token);

        public void OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            Core.OnCompleted(continuation, state, token, flags);

        void IValueTaskSource.GetResult(short token) => GetResult(token);
    }
}
