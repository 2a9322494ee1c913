using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A server that takes pushes, which is closed while it is away.</summary>
internal sealed class PushDestination : Destination
{
    private readonly Uri _uri;
    private StandInServer _server;
    private long _arrived;

    internal PushDestination()
    {
        _server = new StandInServer(Answer);
        _uri = _server.Uri;
    }

    internal override Reporter Create(MetricRegistry registry) =>
        new PushgatewayReporter(new() { Registry = registry, Uri = _uri, Job = "test", Interval = TimeSpan.FromDays(1) });

    internal override long Arrived() => Volatile.Read(ref _arrived);

    internal override void GoAway() => _server.Dispose();

    internal override void ComeBack() => _server = new StandInServer(Answer, _uri.Port);

    public override void Dispose() => _server.Dispose();

    private string Answer(string request)
    {
        Volatile.Write(ref _arrived, TextFileDestination.CounterIn(StandInServer.BodyOf(request)));
        return StandInServer.Reply("200 OK");
    }
}
