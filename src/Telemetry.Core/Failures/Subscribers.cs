using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Telemetry;

/// <summary>Calls the subscribers of a C# event one by one: one that throws does not prevent the calls of the others.</summary>
internal static class Subscribers
{
    private static readonly ConditionalWeakTable<Delegate, StrongBox<int>> s_failures = new();

    /// <summary>Calls each subscriber.</summary>
    /// <param name="subscribers">The field of the event; null if there are no subscribers.</param>
    /// <param name="call">The function that calls one subscriber.</param>
    /// <param name="isIgnored">The function that determines whether an exception of a subscriber is logged and ignored. The first
    /// other exception is thrown when all subscribers have been called.</param>
    /// <param name="name">The name of the event.</param>
    /// <returns>The number of subscribers that did not throw.</returns>
    internal static int Notify<TDelegate>(
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

        int notified = 0;
        ExceptionDispatchInfo? passing = null;
        TelemetryRecursionException? refusedBefore = ThreadState.TakeRefusal();
        try
        {
            foreach (Delegate subscriber in subscribers.GetInvocationList())
            {
                try
                {
                    call((TDelegate)subscriber);
                    notified++;
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
            // Otherwise the handler that runs around the call would fail for a refused emit of the subscriber.
            ThreadState.OfThisThread.RestoreRefusal(refusedBefore);
        }

        passing?.Throw();
        return notified;
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
