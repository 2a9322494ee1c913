using System.Globalization;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A socket for datagrams, which is closed while it is away.</summary>
internal sealed class StatsDDestination : Destination
{
    private readonly int _port;
    private UdpReceiver _receiver = new();
    private long _arrived;

    internal StatsDDestination()
    {
        _port = _receiver.Port;
    }

    internal override bool IsConfirmed => false;

    internal override Reporter Create(MetricRegistry registry) =>
        new StatsDReporter(new() { Registry = registry, Port = _port, Interval = TimeSpan.FromDays(1) });

    internal override long Arrived() => _arrived += _receiver.Lines()
        .Select(line => line.Split(':', '|'))
        .Where(parts => parts[0] == "job.count" && parts[2] == "c")
        .Sum(parts => long.Parse(parts[1], CultureInfo.InvariantCulture));

    internal override void GoAway() => _receiver.Dispose();

    internal override void ComeBack() => _receiver = new UdpReceiver(_port);

    public override void Dispose() => _receiver.Dispose();
}
