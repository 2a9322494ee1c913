namespace Telemetry.Reporters;

/// <summary>The outcome of the requests of a report so far.</summary>
internal sealed class PushOutcome
{
    private Exception? _first;
    private string? _refusal;
    private long _series;
    private long _bytes;
    private int _requests;
    private int _failures;

    /// <summary>Whether another request makes sense: there is time, and there was a connection.</summary>
    internal bool GoesOn(HttpSession session, CancellationToken cancellation) =>
        _failures == 0 || (!session.IsUnreachable && !cancellation.IsCancellationRequested);

    /// <summary>Records a metric that is not pushed.</summary>
    internal void Refuse(string metric, string label) => _refusal ??=
        $"the label '{label}' of the metric '{metric}' is in the grouping key, too, and the server would overwrite its values;"
        + " the metric was left out";

    /// <summary>Records a request that was not sent after others had failed.</summary>
    internal void LeaveOut()
    {
        _requests++;
        _failures++;
    }

    /// <summary>Sends a request.</summary>
    /// <returns>Whether it succeeded.</returns>
    internal bool Try(Action send)
    {
        _requests++;
        try
        {
            send();
            return true;
        }
        catch (Exception e) when (e is ReportException or OperationCanceledException)
        {
            _first ??= e;
            _failures++;
            return false;
        }
    }

    internal void Add(long series, long bytes)
    {
        _series += series;
        _bytes += bytes;
    }

    /// <summary>Returns the size of what arrived, if that is all.</summary>
    /// <exception cref="ReportException">Something did not arrive.</exception>
    internal ReportSize Complete()
    {
        if (_first is not null)
        {
            string reason = _first is OperationCanceledException ? "the server did not answer in time" : _first.Message;
            throw new ReportException(_requests == 1 ? reason : $"{_failures} of {_requests} groups failed: {reason}", _first);
        }

        return _refusal is null ? new ReportSize(_series, _bytes) : throw new ReportException(_refusal);
    }
}
