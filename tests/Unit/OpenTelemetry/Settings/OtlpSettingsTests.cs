using System.Collections;
using Telemetry.Otlp;
using Telemetry.Reporters;

namespace Telemetry.Tests.Otlp;

/// <summary>O1: parameters come first, then variables of the environment, then defaults.</summary>
public sealed class OtlpSettingsTests
{
    [Fact]
    public void O1_defaults_are_metrics_and_all_spans_to_this_machine()
    {
        OtlpSettings settings = Read();

        Assert.Equal([Signal.Metrics, Signal.Traces], settings.Destinations.Keys);
        Assert.Equal("http://localhost:4318/v1/metrics", settings.Destinations[Signal.Metrics].Address.AbsoluteUri);
        Assert.Equal("http://localhost:4318/v1/traces", settings.Destinations[Signal.Traces].Address.AbsoluteUri);
        Assert.Equal("http://localhost:4318", settings.Destinations[Signal.Traces].ShownBase);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Interval);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.Delay);
        Assert.All(settings.Destinations.Values, destination => Assert.Equal(TimeSpan.FromSeconds(3), destination.Timeout));
        Assert.Equal(new QueueSize(10_000, 512), settings.SpanQueue);
        Assert.Equal(SummaryForm.Exponential, settings.Summaries);
        Assert.False(settings.IsDelta);
        Assert.Empty(settings.Resource);
        Assert.Equal(["*"], settings.Spans.Select(pattern => pattern.ToString()));
    }

    [Theory]
    [InlineData("ENDPOINT", "http://c:1", "http://c:1/v1/metrics", "http://c:1/v1/logs")]
    [InlineData("ENDPOINT", "https://c/base/", "https://c/base/v1/metrics", "https://c/base/v1/logs")]
    [InlineData("METRICS_ENDPOINT", "http://m:1/any", "http://m:1/any", "http://localhost:4318/v1/logs")]
    public void O1_address_comes_from_the_environment(string variable, string value, string metrics, string logs)
    {
        OtlpSettings settings = Read(new OtlpParameters { Log = ["*"] }, ($"OTEL_EXPORTER_OTLP_{variable}", value));

        Assert.Equal(metrics, settings.Destinations[Signal.Metrics].Address.AbsoluteUri);
        Assert.Equal(logs, settings.Destinations[Signal.Logs].Address.AbsoluteUri);
    }

    [Fact]
    public void O1_parameters_come_before_the_environment()
    {
        OtlpSettings settings = Read(
            new OtlpParameters
            {
                Endpoint = "http://p:2",
                Protocol = "HttpProtobuf",
                Header = new Hashtable { ["a"] = "1" },
                Timeout = TimeSpan.FromSeconds(7),
                Interval = TimeSpan.FromSeconds(8),
                SummaryAs = "Explicit",
                Trace = ["job.*"],
                ServiceName = "mine",
            },
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://e:1"),
            ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://e:1/x"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "b=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1000"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "1000"),
            ("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "base2_exponential_bucket_histogram"),
            ("OTEL_TRACES_EXPORTER", "none"));

        Destination metrics = settings.Destinations[Signal.Metrics];
        Assert.Equal("http://p:2/v1/metrics", metrics.Address.AbsoluteUri);
        Assert.False(metrics.IsGrpc);
        Assert.Equal([new("a", "1")], metrics.Headers);
        Assert.Equal(TimeSpan.FromSeconds(7), metrics.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(8), settings.Interval);
        Assert.Equal(SummaryForm.Explicit, settings.Summaries);
        Assert.Contains(Signal.Traces, settings.Destinations.Keys);
        Assert.Equal("mine", settings.Resource["service.name"]);
    }

    [Fact]
    public void O1_environment_sets_everything_that_no_parameter_does()
    {
        OtlpSettings settings = Read(
            new OtlpParameters { Log = ["*"] },
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%2Cb, x=1"),
            ("OTEL_EXPORTER_OTLP_TRACES_HEADERS", "t=2"),
            ("OTEL_EXPORTER_OTLP_TIMEOUT", "1500"),
            ("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "2500"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "gzip"),
            ("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "none"),
            ("OTEL_EXPORTER_OTLP_CERTIFICATE", "/ca.pem"),
            ("OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE", "/me.pem"),
            ("OTEL_EXPORTER_OTLP_CLIENT_KEY", "/me.key"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "10000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "2000"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "100"),
            ("OTEL_BLRP_MAX_EXPORT_BATCH_SIZE", "7"),
            ("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "Delta"),
            ("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "explicit_bucket_histogram"));

        Destination metrics = settings.Destinations[Signal.Metrics];
        Destination traces = settings.Destinations[Signal.Traces];
        Destination logs = settings.Destinations[Signal.Logs];
        Assert.Equal(("http://localhost:4317/", true), (metrics.Address.AbsoluteUri, metrics.IsGrpc));
        Assert.Equal(("http://localhost:4318/v1/logs", false), (logs.Address.AbsoluteUri, logs.IsGrpc));
        Assert.Equal([new("api-key", "a,b"), new("x", "1")], metrics.Headers);
        Assert.Equal([new("t", "2")], traces.Headers);
        Assert.Equal((2500, 1500), (metrics.Timeout.TotalMilliseconds, traces.Timeout.TotalMilliseconds));
        Assert.Equal((true, false), (metrics.IsCompressed, logs.IsCompressed));
        Assert.Equal(new CertificateFiles("/ca.pem", "/me.pem", "/me.key"), metrics.Certificates);
        Assert.Equal((10, 2), (settings.Interval.TotalSeconds, settings.Delay.TotalSeconds));
        Assert.Equal(new QueueSize(100, 100), settings.SpanQueue);
        Assert.Equal(new QueueSize(10_000, 7), settings.LogQueue);
        Assert.Equal((true, false), (settings.IsDelta, settings.IsLowMemory));
        Assert.Equal(SummaryForm.Explicit, settings.Summaries);
    }

    [Theory]
    [InlineData("OTEL_METRICS_EXPORTER", "none", new[] { "Traces", "Logs" })]
    [InlineData("OTEL_TRACES_EXPORTER", "none", new[] { "Metrics", "Logs" })]
    [InlineData("OTEL_TRACES_EXPORTER", "otlp", new[] { "Metrics", "Traces", "Logs" })]
    [InlineData("OTEL_TRACES_EXPORTER", "console, otlp", new[] { "Metrics", "Traces", "Logs" })]
    [InlineData("OTEL_TRACES_EXPORTER", "  ", new[] { "Metrics", "Traces", "Logs" })]
    public void O1_environment_turns_signals_off(string variable, string value, string[] expected) => Assert.Equal(
        expected,
        Read(new OtlpParameters { Log = ["*"] }, (variable, value)).Destinations.Keys.Select(signal => signal.ToString()));

    [Fact]
    public void O1_metrics_can_be_turned_off() =>
        Assert.Equal([Signal.Traces], Read(new OtlpParameters { NoMetric = true }).Destinations.Keys);

    [Fact]
    public void O1_empty_list_of_spans_reports_none() =>
        Assert.Equal([Signal.Metrics], Read(new OtlpParameters { Trace = [] }).Destinations.Keys);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "ftp://c")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "c")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "3s")]
    [InlineData("OTEL_EXPORTER_OTLP_TIMEOUT", "0")]
    [InlineData("OTEL_EXPORTER_OTLP_COMPRESSION", "zip")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "a")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "=b")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "-1")]
    [InlineData("OTEL_METRIC_EXPORT_INTERVAL", "1")]
    [InlineData("OTEL_BSP_MAX_QUEUE_SIZE", "many")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "sometimes")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION", "none")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes")]
    public void O1_bad_variable_is_an_error_that_names_it(string variable, string value)
    {
        ReporterException error = Assert.Throws<ReporterException>(() => Read(parameters: null, (variable, value)));

        Assert.StartsWith(variable, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:secret@c:1")]
    [InlineData("http://c:1/?key=secret")]
    [InlineData("http://c:1/#secret")]
    public void O1_address_with_credentials_is_refused_and_not_repeated(string endpoint)
    {
        ReporterException error = Assert.Throws<ReporterException>(() => Read(new OtlpParameters { Endpoint = endpoint }));

        Assert.Equal(ReporterErrorKind.InvalidUri, error.Kind);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Header", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HttpProtobuf", "http://c:4318/v1/metrics", "http://c:4318/v1/traces")]
    [InlineData("HttpProtobuf", "http://c/api/v1/Traces/", "http://c/api/v1/traces")]
    [InlineData("HttpProtobuf", "http://c/otlp", "http://c/otlp/v1/traces")]
    [InlineData("grpc", "http://c:4317", "http://c:4317/")]
    [InlineData("Grpc", "http://c:4317/", "http://c:4317/")]
    public void O1_path_of_the_signal_is_appended_unless_it_is_there(string protocol, string endpoint, string expected) => Assert.Equal(
        expected,
        Read(new OtlpParameters { Endpoint = endpoint, Protocol = protocol }).Destinations[Signal.Traces].Address.AbsoluteUri);

    [Fact]
    public void O1_path_for_grpc_is_refused() => Assert.Throws<ReporterException>(() =>
        Read(new OtlpParameters { Endpoint = "http://c/v1/traces", Protocol = "Grpc" }));

    [Fact]
    public void O1_attributes_keep_their_types()
    {
        OtlpSettings settings = Read(new OtlpParameters
        {
            ResourceAttribute = new Hashtable { ["n"] = 3, ["d"] = 1.5, ["b"] = true, ["s"] = "x", ["v"] = new Version(1, 2) },
        });

        Assert.Equal((3L, 1.5, true), (settings.Resource["n"], settings.Resource["d"], settings.Resource["b"]));
        Assert.Equal(("x", "1.2"), (settings.Resource["s"], settings.Resource["v"]));
    }

    [Fact]
    public void O1_attribute_without_a_value_is_left_out() => Assert.Empty(
        Read(new OtlpParameters { ResourceAttribute = new Hashtable { ["a"] = null, ["b"] = string.Empty } }).Resource);

    [Theory]
    [InlineData("", "x")]
    [InlineData("a", new[] { 1, 2 })]
    public void O1_attribute_without_a_name_or_with_several_values_is_refused(string name, object value) =>
        Assert.Throws<ReporterException>(() => Read(new OtlpParameters { ResourceAttribute = new Hashtable { [name] = value } }));

    [Theory]
    [InlineData("2000", null, 2)]
    [InlineData(null, "3000", 3)]
    [InlineData("2000", "3000", 2)]
    [InlineData("4000", "3000", 3)]
    public void O1_shorter_delay_holds(string? spans, string? logs, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        Read(
            parameters: null,
            ("OTEL_BSP_SCHEDULE_DELAY", spans ?? string.Empty),
            ("OTEL_BLRP_SCHEDULE_DELAY", logs ?? string.Empty)).Delay);

    [Theory]
    [InlineData("Content-Type", "x")]
    [InlineData("a b", "x")]
    [InlineData("", "x")]
    [InlineData("a", "x\r\nb: y")]
    [InlineData("a", "ä")]
    [InlineData("a", null)]
    public void O1_header_that_is_not_valid_is_refused_without_its_value(string name, string? value)
    {
        ReporterException error = Assert.Throws<ReporterException>(() =>
            Read(new OtlpParameters { Header = new Hashtable { [name] = value } }));

        Assert.StartsWith($"-Header: '{name}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("b: y", error.Message, StringComparison.Ordinal);
    }

    private static OtlpSettings Read(OtlpParameters? parameters = null, params (string Name, string Value)[] variables) =>
        OtlpSettings.Of(
            parameters ?? new OtlpParameters(),
            new OtlpEnvironment(name => variables.FirstOrDefault(variable => variable.Name == name).Value));
}
