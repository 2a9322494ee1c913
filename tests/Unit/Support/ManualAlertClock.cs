using Telemetry.Alerts;

namespace Telemetry.Tests.Support;

/// <summary>A clock of alerts that a test sets.</summary>
internal sealed class ManualAlertClock : AlertClock
{
    private long _ticks = TimeSpan.FromHours(1).Ticks;

    public override TimeSpan Elapsed => new(Interlocked.Read(ref _ticks));

    public override DateTime UtcNow => new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc) + Elapsed;

    internal void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
