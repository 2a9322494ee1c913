using System.Diagnostics;

namespace Telemetry.Reporters;

/// <content>The thread of the reporter, and the requests that it answers.</content>
public abstract partial class Reporter
{
    private const int LongestBackOff = 5;

    private readonly List<ReportRequest> _requests = [];
    private CancellationTokenSource? _current;
    private ReportRequest? _stop;
    private bool _isDone;

    // Whether the reporter itself asked for a report.
    private bool _isAsked;
    private bool _lastArrived;

    // Whether the last report was asked for, whose outcome the caller gets: the failure of one before it is not worth a notice.
    private volatile bool _isEnding;

    /// <summary>The longest time for one report.</summary>
    protected virtual TimeSpan ReportTimeout => TimeSpan.FromSeconds(10);

    /// <summary>The time between two reports that are due, or those that may be.</summary>
    private protected virtual TimeSpan Pace => Interval;

    private protected virtual bool ReportsAtStart => true;

    /// <summary>Asks for a report now. After a failure, it waits until one is due.</summary>
    private protected void AskForReport()
    {
        lock (_gate)
        {
            if (_status.FailuresInARow == 0 && !_isAsked)
            {
                _isAsked = true;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private ReportRequest Request(ReportRequest request)
    {
        lock (_gate)
        {
            if (_isDone || _name is null)
            {
                request.Complete(_isDone && request.IsLast && _lastArrived);
            }
            else
            {
                _isEnding |= request.IsLast;
                _requests.Add(request);
                Monitor.PulseAll(_gate);
            }
        }

        return request;
    }

    // A report that is under way has older values, and must not take all of the time.
    private bool Wait(ReportRequest request, TimeSpan timeout)
    {
        Stopwatch passed = Stopwatch.StartNew();
        if (!request.WaitForBegin(new TimeSpan(timeout.Ticks / 2)))
        {
            CancelCurrent(unless: request);
        }

        TimeSpan left = timeout - passed.Elapsed;
        if (request.WaitForEnd(left > TimeSpan.Zero ? left : TimeSpan.Zero))
        {
            return request.Arrived.GetAwaiter().GetResult();
        }

        if (!request.Expire())
        {
            CancelCurrent(unless: null);
        }

        return false;
    }

    /// <summary>Cancels the report that is under way.</summary>
    /// <param name="unless">A request. Its own report, which may begin at this moment, is not cancelled.</param>
    private void CancelCurrent(ReportRequest? unless)
    {
        CancellationTokenSource? current;
        lock (_gate)
        {
            current = unless?.HasBegun == true ? null : _current;
        }

        if (current is not null)
        {
            // What the report does when it is cancelled may fail.
            Guard(current.Cancel);
        }
    }

    private void Work()
    {
        var schedule = new ReportSchedule(Pace, ReportsAtStart);
        while (true)
        {
            ReportRequest[] requests = Await(schedule);

            // A report whose time is over would come after the end of the reporter.
            ReportRequest[] begun = [.. requests.Where(request => request.TryBegin())];
            ReportReason reason = begun.Length == 0 ? ReportReason.Due : begun.Max(request => request.Reason);
            bool arrived = (begun.Length > 0 || requests.Length == 0) && Report(reason);
            bool stops;
            lock (_gate)
            {
                stops = _stop is not null && Array.IndexOf(requests, _stop) >= 0;
                _isDone = stops;
                _lastArrived = arrived;
                if (stops)
                {
                    // Came while the last report was under way, which may be without what they are for.
                    _requests.ForEach(request => request.Complete(false));
                    _requests.Clear();
                }
            }

            Array.ForEach(requests, request => request.Complete(arrived));

            if (stops)
            {
                return;
            }

            schedule.Advance(Math.Min(Math.Max(_status.FailuresInARow, 1), LongestBackOff));
        }
    }

    /// <summary>Waits for the next report that is due or requested.</summary>
    private ReportRequest[] Await(ReportSchedule schedule)
    {
        lock (_gate)
        {
            while (_requests.Count == 0 && !_isAsked && schedule.Left is var left && left > TimeSpan.Zero)
            {
                Monitor.Wait(_gate, left);
            }

            _isAsked = false;
            ReportRequest[] requests = [.. _requests];
            _requests.Clear();
            return requests;
        }
    }

    private bool Report(ReportReason reason)
    {
        _isEnding = reason.IsLast();
        if (_isEnding)
        {
            // Before a report that may hang until the process ends.
            SaveState();
        }

        // Not disposed, as it may be cancelled at this moment.
        var cancellation = new CancellationTokenSource();
        lock (_gate)
        {
            _current = cancellation;
        }

        bool arrived = false;
        using (Deadline.Start(ReportTimeout, () => Guard(cancellation.Cancel)))
        {
            Guard(() => arrived = Deliver(reason, cancellation.Token));
        }

        lock (_gate)
        {
            _current = null;
        }

        SaveState();
        return arrived;
    }

    private void SaveState()
    {
        if (_statePath is null)
        {
            return;
        }

        try
        {
            Registry.SaveState(_statePath);
            StateError = null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            bool isFirst = StateError is null;
            StateError = e.Message;
            if (isFirst)
            {
                Notice($"Reporter '{Name}' could not save the state of the metrics to '{_statePath}': {e.Message}");
            }
        }
    }
}
