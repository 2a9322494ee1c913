using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Telemetry;

/// <summary>Calls the subscribers of a C# event, each on its own: one that throws keeps no other from being called.</summary>
internal static class Subscribers
{
    private static readonly ConditionalWeakTable<Delegate, StrongBox<int>> s_failures = new();

    /// <param name="subscribers">The event's field; null where nobody subscribed.</param>
    /// <param name="call">Calls one of them.</param>
    /// <param name="isIgnored">Whether what it throws is logged and goes no further. The first exception that is not is thrown
    /// when all were called.</param>
    /// <param name="name">The name of the event.</param>
    /// <returns>The number of subscribers that did not throw.</returns>
    internal static int Tell<TDelegate>(
        TDelegate? subscribers,
        Action<TDelegate> call,
        Func<Exception, bool> isIgnored,
        [CallerArgumentExpression(nameof(subscribers))] string name = "")
        where TDelegate : Delegate
    {
        if (subscribers is null)
        {
            return 0;
        }

        int told = 0;
        ExceptionDispatchInfo? passing = null;
        TelemetryRecursionException? refusedBefore = ThreadState.TakeRefusal();
        try
        {
            foreach (Delegate subscriber in subscribers.GetInvocationList())
            {
                try
                {
                    call((TDelegate)subscriber);
                    told++;
                }
                catch (Exception e) when (isIgnored(e))
                {
                    OnFailed(subscriber, name, e);
                }
                catch (Exception e)
                {
                    passing ??= ExceptionDispatchInfo.Capture(e);
                }
            }
        }
        finally
        {
            // An emit of a subscriber may have been refused, which is no fault of the handler that runs around it.
            ThreadState.OfThisThread.PutBack(refusedBefore);
        }

        passing?.Throw();
        return told;
    }

    private static void OnFailed(Delegate subscriber, string name, Exception exception)
    {
        if (TelemetryEventSource.Log.HasListeners())
        {
            TelemetryEventSource.Log.SubscriberFailed(name, exception);
            return;
        }

        int failures = Interlocked.Increment(ref s_failures.GetOrCreateValue(subscriber).Value);
        FailureTrace.WriteWarning(subscriber, failures, () =>
            $"A subscriber of {name} failed ({subscriber.Method.DeclaringType}.{subscriber.Method.Name}): "
            + FailureTrace.Describe(
                exception.GetType().ToString(), ExceptionText.Message(exception), ExceptionText.StackTrace(exception)));
    }
}
