using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>A poll that a cmdlet or a file registered. It has a poller of its own, so that a slow poll delays no other. Safe to use from
/// any thread.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A poller holds nothing after its poll was removed.")]
internal sealed class RegisteredPoll : ISessionMember
{
    // The removal of a module, and the end of a session, wait no longer.
    private static readonly TimeSpan s_endTime = TimeSpan.FromSeconds(1);

    private readonly Poller _poller;
    private readonly PollSeries _series = new();
    private Poll? _poll;
    private Task<bool>? _removal;
    private volatile bool _isLeaving;

    internal RegisteredPoll(PollRequest request)
    {
        Request = request;
        _poller = new Poller(TelemetryDispatcher.Default, request.Name);
        _poller.RunStarting += (_, _) => ModuleMetrics.Registry.BeginSet(_series);
        _poller.RunEnded += (_, run) => OnEnded(run);
        _poller.Noticed += (_, notice) => request.Warnings.Write(notice.Message);
    }

    internal Poll Poll => _poll!;

    internal PollRequest Request { get; }

    /// <inheritdoc/>
    public bool IsAttached => Poll.State != PollState.Removed;

    /// <inheritdoc/>
    public bool IsReported => false;

    /// <summary>Starts the poll.</summary>
    /// <exception cref="PollException">An option is not valid.</exception>
    internal void Start() => _poll = Request.BuiltIn is { } builtIn
        ? BuiltInMeasurements.Add(_poller, builtIn, Request.Name, Request.Options)
        : _poller.Add(Request.Name, Request.Script!.Run, Request.Options);

    /// <summary>Ties the poll of a script block to its session and its module, with which it leaves.</summary>
    internal void Bind()
    {
        if (Request.Owners is { } owners)
        {
            owners.Join(this);
            owners.Join(_series);
        }
    }

    /// <summary>Removes the poll, with the series that it set.</summary>
    /// <returns>Whether a run that was under way ended in time.</returns>
    internal async Task<bool> RemoveAsync(TimeSpan timeout)
    {
        _isLeaving = true;
        bool hasEnded = await Poll.RemoveAsync(timeout).ConfigureAwait(false);
        _series.Detach();
        Release(hasEnded);
        return hasEnded;
    }

    /// <inheritdoc/>
    public void Detach()
    {
        _isLeaving = true;
        _removal = Poll.RemoveAsync(s_endTime);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        Stopwatch passed = Stopwatch.StartNew();
        bool hasEnded = CancellableWait.For(_removal!, () => passed.Elapsed >= s_endTime) && _removal!.GetAwaiter().GetResult();
        Release(hasEnded);
    }

    /// <inheritdoc/>
    public void Release() => Release(hasEnded: true);

    private void Release(bool hasEnded)
    {
        if (hasEnded)
        {
            Request.Script?.Release();
        }
        else
        {
            Request.Script?.Abandon();
        }

        ModulePolls.Forget(this);
    }

    private void OnEnded(PollRun run)
    {
        ModuleMetrics.Registry.EndSet(_series, run.Succeeded);

        // The failure policy removed it; or it removed itself, and set series afterwards. At the end of a session, the last values are
        // reported first.
        if (run.Poll.State == PollState.Removed && (!_isLeaving || !_series.IsAttached))
        {
            _series.Detach();
            Release();
        }
    }
}
