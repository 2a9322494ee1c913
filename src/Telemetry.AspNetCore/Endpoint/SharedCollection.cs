using Telemetry.Metrics;

namespace Telemetry.AspNetCore;

/// <summary>Collects metrics for requests. Polls that run at a collection may take up to a second, during which a thread waits: it is not
/// one of the pool, and requests that come together wait for one collection. Safe to use from any thread.</summary>
/// <param name="collect">Collects the metrics.</param>
internal sealed class SharedCollection(Func<MetricSnapshot> collect)
{
    private readonly object _gate = new();

    // Requests of one that has not begun. One that is under way may be without what happened before a request.
    private TaskCompletionSource<MetricSnapshot>? _next;
    private bool _isRunning;

    /// <summary>Returns numbers that were read after the call.</summary>
    internal Task<MetricSnapshot> CollectAsync()
    {
        lock (_gate)
        {
            _next ??= new TaskCompletionSource<MetricSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!_isRunning)
            {
                BackgroundThread.Start(Run, "Telemetry metrics route");
                _isRunning = true;
            }

            return _next.Task;
        }
    }

    private void Run()
    {
        while (TakeNext() is { } requests)
        {
            try
            {
                requests.SetResult(collect());
            }
            catch (Exception e)
            {
                requests.SetException(e);
            }
        }
    }

    private TaskCompletionSource<MetricSnapshot>? TakeNext()
    {
        lock (_gate)
        {
            TaskCompletionSource<MetricSnapshot>? requests = _next;
            _next = null;
            _isRunning = requests is not null;
            return requests;
        }
    }
}
