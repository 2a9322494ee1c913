using System.Runtime.CompilerServices;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>What is remembered of a failure keeps nothing alive that the event carried or the handler threw.</summary>
public sealed class FailureMemoryTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void P1_detached_handler_is_remembered_without_payload_and_exception(bool isReported)
    {
        if (isReported)
        {
            _dispatcher.Attach("report", TelemetryDispatcher.FailureEventName, Handlers.Nothing);
            _dispatcher.HandlerFailed += (_, failure) => Assert.NotNull(failure.Exception.Data);
        }

        WeakReference[] gone = Fail(default, new object());

        Assert.All(gone, reference => Assert.True(Garbage.Collects(reference)));
        Assert.Equal("boom", Assert.Single(_dispatcher.ListDetached()).LastFailure?.Message);
    }

    [Fact]
    public void P1_kept_handler_remembers_its_last_failure_without_payload_and_exception()
    {
        WeakReference[] gone = Fail(FailurePolicy.Keep, null);

        Assert.All(gone, reference => Assert.True(Garbage.Collects(reference)));
        Assert.True(_dispatcher.TryGetHandler("h", out HandlerRegistration? handler));
        Assert.Equal("boom", handler!.LastFailure!.Message);
    }

    [Fact]
    public void P1_handler_with_a_buffer_is_remembered_without_payload_and_exception()
    {
        WeakReference[] gone = FailBuffered(_dispatcher);

        Assert.All(gone, reference => Assert.True(Garbage.Collects(reference)));
        Assert.Equal("boom", Assert.Single(_dispatcher.ListDetached()).LastFailure?.Message);
    }

    /// <summary>The config is part of what attaching again needs: without it, the handler would not be the same.</summary>
    [Fact]
    public void P1_detached_handler_is_remembered_with_its_config_and_attached_again_from_the_record()
    {
        var config = new object();
        Fail(default, config);
        HandlerRegistration before = Assert.Single(_dispatcher.ListDetached());
        Assert.Same(config, before.Config);

        HandlerRegistration again = _dispatcher.AttachMany(
            before.Id, before.Patterns, before.Handler, before.Config, before.Options);

        Assert.Empty(_dispatcher.ListDetached());
        Assert.Same(config, again.Config);
    }

    [Fact]
    public void Emit_that_was_refused_or_stopped_by_the_host_leaves_nothing_on_its_thread()
    {
        using IDisposable rule = _dispatcher.AddPassThrough(exception => exception is OperationCanceledException);

        Assert.All(EmitInVain(), reference => Assert.True(Garbage.Collects(reference)));
    }

    // Methods of their own, as a local would keep the objects alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference[] Fail(FailurePolicy policy, object? config)
    {
        var payload = new object();
        var exception = new InvalidOperationException("boom");
        var holder = new StrongBox<Exception?>(exception);
        _dispatcher.Attach(
            "h", "e", (in _, _) => throw Interlocked.Exchange(ref holder.Value, null)!, config, new() { FailurePolicy = policy });
        _dispatcher.GetEvent("e").Execute(payload, static (payload, e) => e.Metadata("payload", MetadataValue.From(payload)));
        return [new(payload), new(exception)];
    }

    // The handler keeps nothing of its own, and the consumer's thread is another one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] FailBuffered(TelemetryDispatcher dispatcher)
    {
        var payload = new object();
        WeakReference? exception = null;
        using var gone = new ManualResetEventSlim();
        HandlerRegistration handler = dispatcher.Attach("h", "e", Handlers.Failing, options: new() { Buffer = new() });
        EventHandler<HandlerFailure> watch = (_, failure) => exception = new(failure.Exception);
        dispatcher.HandlerFailed += watch;
        handler.Detached += (_, _) => gone.Set();
        dispatcher.Execute("e", [], [new("payload", MetadataValue.From(payload))]);
        Threads.WaitFor(gone);
        dispatcher.HandlerFailed -= watch;
        return [new(payload), exception!];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference[] EmitInVain()
    {
        var payload = new object();
        WeakReference? refusal = null;
        TelemetryEvent e = _dispatcher.GetEvent("e");
        _dispatcher.Attach("h", "e", (in data, _) =>
        {
            try
            {
                data.TryGetMetadata("payload", out MetadataValue value);
                Emit(e, value.ToObject()!);
            }
            catch (TelemetryRecursionException refused)
            {
                refusal = new(refused);
                throw new OperationCanceledException();
            }
        });
        EmitStopped(e, payload);
        return [new(payload), refusal!];
    }

    // Not in the method above, whose closure the handler keeps.
    private static void EmitStopped(TelemetryEvent e, object payload) =>
        Assert.Throws<OperationCanceledException>(() => Emit(e, payload));

    private static void Emit(TelemetryEvent e, object payload) =>
        e.Execute(payload, static (payload, e) => e.Metadata("payload", MetadataValue.From(payload)));
}
