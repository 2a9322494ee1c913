using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A client that scrapes an endpoint at each question, unless it is away.</summary>
internal sealed class EndpointDestination : Destination
{
    private PrometheusEndpoint? _endpoint;
    private long _arrived;

    internal override bool FailsWhileAway => false;

    internal override Reporter Create(MetricRegistry registry) =>
        _endpoint = new PrometheusEndpoint(new() { Registry = registry, Port = 0 });

    internal override long Arrived()
    {
        // After the end, what was scraped last.
        if (_endpoint!.State == ReporterState.Running)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _endpoint.Uri);
            using HttpResponseMessage response = ServerProcess.Client.Send(request, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(response.Content.ReadAsStream(TestContext.Current.CancellationToken));
            _arrived = TextFileDestination.CounterIn(reader.ReadToEnd());
        }

        return _arrived;
    }

    internal override void GoAway()
    {
    }

    internal override void ComeBack()
    {
    }

    public override void Dispose()
    {
    }
}
