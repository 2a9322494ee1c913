namespace Telemetry.Extensions;

/// <summary>The time in which the parts of the library stop: that of the host, and two seconds more.</summary>
/// <remarks>The time of the host is for all its services, and the parts stop after the others: one service that is slow would use up
/// all of it, and the events that are queued and the last reports would be lost with every such stop.</remarks>
internal sealed class StopTime : IDisposable
{
    // One second for the queued events and one for the reports, so that a handler that hangs does not use up the time of the reports.
    // Enough if nothing hangs, and so short that few platforms end the process meanwhile.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _events = new();
    private readonly CancellationTokenSource _reports = new();
    private readonly CancellationTokenRegistration _registration;

    /// <summary>Begins the time.</summary>
    /// <param name="host">Cancelled when the time of the host is over.</param>
    internal StopTime(CancellationToken host) => _registration = host.UnsafeRegister(
        static time =>
        {
            ((StopTime)time!)._events.CancelAfter(s_grace);
            ((StopTime)time)._reports.CancelAfter(s_grace + s_grace);
        },
        this);

    /// <summary>Returns the token that is cancelled when the time for the parts of a stage is over.</summary>
    internal CancellationToken Of(HostedStage stage) => stage >= HostedStage.Handlers ? _events.Token : _reports.Token;

    public void Dispose()
    {
        // First, and waits for the callback, which uses the others.
        _registration.Dispose();
        _events.Dispose();
        _reports.Dispose();
    }
}
