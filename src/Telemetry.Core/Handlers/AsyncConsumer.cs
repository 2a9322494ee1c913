using System.Diagnostics;
using System.Globalization;

namespace Telemetry;

/// <summary>Calls an asynchronous handler for its queue: counts and times its calls, and processes its failures. Called by one
/// thread at a time.</summary>
internal sealed class AsyncConsumer : IAsyncConsumer
{
    private readonly HandlerRegistration _registration;
    private readonly AsyncHandler _handler;
    private readonly MeteredHandler? _meter;
    private readonly Action? _onSuccess;
    private readonly Action<EventRecord> _emit;
    private EventRecord[]? _batch;
    private CancellationToken _cancellation;
    private ValueTask _call;
    private TelemetryRecursionException? _refusal;
    private long _start;

    /// <param name="registration">The registration of the handler, whose owner and id are set.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="meter">The meter of the calls; null if they are not counted.</param>
    /// <param name="onSuccess">Called after each call that succeeds; null if nobody needs it.</param>
    internal AsyncConsumer(HandlerRegistration registration, AsyncHandler handler, MeteredHandler? meter, Action? onSuccess)
    {
        _registration = registration;
        _handler = handler;
        _meter = meter;
        _onSuccess = onSuccess;
        _emit = registration.Owner.CreateDelivery(registration, Call);
    }

    public ValueTask Start(EventRecord first, EventRecord[]? batch, CancellationToken cancellation)
    {
        _batch = batch;
        _cancellation = cancellation;
        _refusal = null;
        _start = _meter is null ? 0 : Stopwatch.GetTimestamp();
        _emit(first);
        ValueTask call = _call;
        (_batch, _call) = (null, default);
        return call;
    }

    public void End(EventRecord first, Exception? exception, bool isCancelled)
    {
        _meter?.CountCall(first.EventName, _start);
        if (_refusal is not null || (exception is not null && !(isCancelled && exception is OperationCanceledException)))
        {
            Fail(first, exception ?? _refusal!);
        }
        else if (exception is null)
        {
            _onSuccess?.Invoke();
        }
    }

    public void GiveUp(EventRecord first)
    {
        _meter?.CountCall(first.EventName, _start);
        string limit = _registration.Options.Buffer!.DrainTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        Fail(first, new TimeoutException(
            $"The handler did not return, although its token was cancelled when the drain timeout ({limit} s) was over or when it "
            + "failed for the last time. It is no longer waited for. Pass the token to everything that it awaits."));
    }

    // The first step of the handler, up to its first await, runs as a handler of the event: its emits are nested in it.
    private void Call(in EventData data, object? config)
    {
        try
        {
#pragma warning disable CA2012 // It is taken from the field once, by the method that started the call.
            _call = _handler.CallAsync(data.ToRecord(), _batch, _cancellation);
#pragma warning restore CA2012
        }
        catch (Exception e)
        {
            _call = new ValueTask(Task.FromException(e));
        }

        // Kept for the end of the call, which fails once at most.
        _refusal = ThreadState.TakeRefusal();
    }

    private void Fail(EventRecord first, Exception exception)
    {
        if (_registration.Owner.IsHandlerFailure(exception))
        {
            _registration.Owner.Fail(_registration, new EventData(first), exception, wasRefused: _refusal is not null);
        }
    }
}
