using Telemetry.Reporters;

namespace Telemetry.Tests.Reporters;

public sealed class NegotiationTests
{
    [Theory]
    // Servers.
    [InlineData(
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1")]
    [InlineData(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
        + "text/plain;version=1.0.0;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2")]
    [InlineData("application/openmetrics-text; version=1.0.0; charset=utf-8, text/plain; q=0.9")]
    // By weight.
    [InlineData("text/plain;q=0.5, application/openmetrics-text;q=0.6")]
    [InlineData("text/plain; version=0.0.4; q=0.999, Application/OpenMetrics-Text; Version=\"1.0.0\"")]
    // By the order, or as it is named.
    [InlineData("application/openmetrics-text,text/plain")]
    [InlineData("*/*,application/openmetrics-text")]
    // Plain text is not accepted.
    [InlineData("application/openmetrics-text;q=0.1")]
    [InlineData("application/openmetrics-text;q=0.1, text/plain;q=0")]
    [InlineData("application/*")]
    [InlineData("text/plain;q=x, application/openmetrics-text;q=0.1")]
    [InlineData("text/plain;x=\",\";q=0.2, application/openmetrics-text;q=0.3")]
    public void R3_open_metrics_is_written_if_the_client_prefers_it(string accept) => Assert.Equal(
        TextFormat.OpenMetrics, PrometheusText.Negotiate(accept));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(",;,/,")]
    [InlineData("*/*")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")]
    [InlineData("text/*, application/*")]
    [InlineData("text/plain,application/openmetrics-text")]
    [InlineData("text/plain;version=0.0.4, application/openmetrics-text;q=0.9")]
    [InlineData("application/openmetrics-text;q=0, */*")]
    [InlineData("application/openmetrics-text;q=0")]
    [InlineData("application/openmetrics-text;version=2.0.0, text/plain;q=0.1")]
    [InlineData("application/openmetrics-text;version=0.0.1, text/plain;q=0.1")]
    [InlineData("application/openmetrics-text;q=0.2, */*;q=0.7")]
    [InlineData("application/openmetrics-text;q=0,5")]
    [InlineData("application/openmetrics-text;q=1.5, text/plain;q=0.1")]
    [InlineData("application/openmetrics-text;q=-1, text/plain;q=0.1")]
    [InlineData("application/json")]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.2, application/openmetrics-text, text/plain;q=0.3")]
    public void R3_plain_text_is_written_otherwise(string? accept) => Assert.Equal(
        TextFormat.Prometheus, PrometheusText.Negotiate(accept));
}
