using Microsoft.CodeAnalysis.CSharp;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>A function that returns a task, given to <c>Run</c>: the span ends when the work is done, whatever form the
/// compiler takes it for, or it does not compile.</summary>
[Trait("Category", "Slow")]
public sealed class SpanFunctionTests
{
    private static readonly Dictionary<string, Func<TelemetrySpanSource, Task, Task>> s_calls = new()
    {
        ["async lambda"] = (source, gate) => source.Run(async _ => await gate),
        ["async lambda with a result"] = (source, gate) => source.Run(async _ =>
        {
            await gate;
            return 42;
        }),
        ["async lambda with a state"] = (source, gate) => source.Run(gate, static async (_, gate) => await gate),
        ["async lambda with a state and a result"] = (source, gate) => source.Run(gate, static async (_, gate) =>
        {
            await gate;
            return 42;
        }),
        ["task"] = (source, gate) => source.Run(_ => gate),
        ["task with a result"] = (source, gate) => source.Run(_ => Result(gate)),
        ["task with a state"] = (source, gate) => source.Run(gate, static (_, gate) => gate),
        ["task with a state and a result"] = (source, gate) => source.Run(gate, static (_, gate) => Result(gate)),
        ["value task"] = (source, gate) => source.Run(_ => new ValueTask(gate)).AsTask(),
        ["value task with a result"] = (source, gate) => source.Run(_ => new ValueTask<int>(Result(gate))).AsTask(),
        ["value task with a state"] = (source, gate) => source.Run(gate, static (_, gate) => new ValueTask(gate)).AsTask(),
        ["value task with a state and a result"] = (source, gate) =>
            source.Run(gate, static (_, gate) => new ValueTask<int>(Result(gate))).AsTask(),
        ["RunAsync with a state"] = (source, gate) => source.RunAsync(gate, static async (_, gate) => await gate),
        ["RunAsync with a state and a result"] = (source, gate) => source.RunAsync(gate, static (_, gate) => Result(gate)),
        ["RunValueTaskAsync with a state"] = (source, gate) =>
            source.RunValueTaskAsync(gate, static (_, gate) => new ValueTask(gate)).AsTask(),
        ["RunValueTaskAsync with a state and a result"] = (source, gate) =>
            source.RunValueTaskAsync(gate, static (_, gate) => new ValueTask<int>(Result(gate))).AsTask(),
    };

    private readonly TelemetryDispatcher _dispatcher = new();

    public static TheoryData<string> Calls => [.. s_calls.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Span_ends_when_the_work_is_done(string call)
    {
        Recorder recorder = _dispatcher.RecordSpans("web.request");
        var gate = new TaskCompletionSource();

        Task running = s_calls[call](_dispatcher.GetSpanSource("web.request"), gate.Task);
        Assert.Equal(["web.request.start"], recorder.Names);

        gate.SetResult();
        await running;
        Assert.Equal(["web.request.start", "web.request.stop"], recorder.Names);
        Assert.Equal(42, running is Task<int> result ? await result : 42);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Work_that_fails_fails_the_span_and_the_task_returned(string call)
    {
        Recorder recorder = _dispatcher.RecordSpans("web.request");
        var boom = new FormatException();
        var gate = new TaskCompletionSource();

        Task running = s_calls[call](_dispatcher.GetSpanSource("web.request"), gate.Task);
        gate.SetException(boom);

        Assert.Same(boom, await Assert.ThrowsAsync<FormatException>(() => running));
        Assert.Equal(["web.request.start", "web.request.exception"], recorder.Names);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Work_is_done_where_nobody_listens(string call)
    {
        var gate = new TaskCompletionSource();

        Task running = s_calls[call](_dispatcher.GetSpanSource("web.request"), gate.Task);
        Assert.False(running.IsCompleted);

        gate.SetResult();
        await running;
    }

    [Fact]
    public void Null_is_no_function()
    {
        TelemetrySpanSource source = _dispatcher.GetSpanSource("web.request");

        Assert.Throws<ArgumentNullException>("function", () => { _ = source.Run((Func<TelemetrySpan, Task>)null!); });
        Assert.Throws<ArgumentNullException>("function", () => { _ = source.Run((Func<TelemetrySpan, Task<int>>)null!); });
        Assert.Throws<ArgumentNullException>("function", () => { _ = source.Run(1, (Func<TelemetrySpan, int, Task>)null!); });
        Assert.Throws<ArgumentNullException>("function", () => { _ = source.RunAsync(1, (Func<TelemetrySpan, int, Task>)null!); });
    }

    [Theory]
    [InlineData("await source.Run(async span => await Task.Yield());")]
    [InlineData("await source.Run(1, async (span, state) => await Task.Yield());")]
    [InlineData("int result = await source.Run(span => Task.FromResult(1));")]
    [InlineData("int result = await source.Run(span => new ValueTask<int>(1));")]
    [InlineData("await source.Run(span => new ValueTask());")]
    [InlineData("source.Run(span => throw new Exception());")]
    [InlineData("source.Run(span => { while (true) { } });")]
    public void Function_compiles_in_every_version_of_the_language(string call)
    {
        Assert.Empty(CSharp.ErrorsIn(call));
        Assert.Empty(CSharp.ErrorsIn(call, LanguageVersion.CSharp12));
        Assert.Empty(CSharp.ErrorsIn(call, LanguageVersion.CSharp7_3));
    }

    // It can be a Task or a ValueTask; the compiler is told which one to take since C# 13.
    [Theory]
    [InlineData("int result = await source.Run(async span => { await Task.Yield(); return 1; });")]
    [InlineData("int result = await source.Run(1, async (span, state) => { await Task.Yield(); return state; });")]
    public void Async_lambda_with_a_result_is_awaited_or_does_not_compile(string call)
    {
        Assert.Empty(CSharp.ErrorsIn(call));
        Assert.Equal(["CS0121"], CSharp.ErrorsIn(call, LanguageVersion.CSharp12));
    }

    [Theory]
    [InlineData("@event.Execute(1, async (state, builder) => await Task.Yield());")]
    [InlineData("dispatcher.Attach(\"h\", \"a.b\", async (in EventData data, object config) => await Task.Yield());")]
    public void Async_lambda_where_nobody_would_await_it_does_not_compile(string call) =>
        Assert.NotEmpty(CSharp.ErrorsIn(call));

    private static async Task<int> Result(Task gate)
    {
        await gate;
        return 42;
    }
}
