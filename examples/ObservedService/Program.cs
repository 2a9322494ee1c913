using System.Diagnostics.Metrics;
using System.Globalization;
using ObservedService;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Telemetry;
using Telemetry.Diagnostics;
using Telemetry.Metrics;

// The engine reports its use to its makers unless told not to, before it starts.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
int last = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;

// What the program keeps of its events, as instruments of the meter 'Telemetry', and its spans as activities of the source 'Telemetry'.
// Published before the SDK is built, so that they are there when it collects a last time, as it is disposed.
MetricRegistry.Default.AddMany(OrderMetrics.Definitions);
using InstrumentPublication instruments = MetricRegistry.Default.PublishInstruments();
using ActivityPublication activities = TelemetryDispatcher.Default.PublishActivities();

// The SDK. The variables OTEL_EXPORTER_OTLP_ENDPOINT and OTEL_EXPORTER_OTLP_PROTOCOL name the receiver. Summaries have no bounds to
// advise, and become exponential histograms.
ResourceBuilder resource = ResourceBuilder.CreateDefault().AddService("observed-service");
using MeterProvider metrics = Sdk.CreateMeterProviderBuilder()
    .SetResourceBuilder(resource)
    .AddMeter(instruments.MeterName)
    .AddView(static instrument =>
        instrument is Histogram<double> { Advice: null } ? new Base2ExponentialBucketHistogramConfiguration() : null)
    .AddOtlpExporter()
    .Build();
using TracerProvider traces = Sdk.CreateTracerProviderBuilder()
    .SetResourceBuilder(resource)
    .AddSource("Telemetry", Shop.SourceName)
    .AddOtlpExporter()
    .Build();

// The orders, whose prices a script calculates.
using var shop = new Shop(Path.Combine(AppContext.BaseDirectory, "scripts", "price.ps1"));
for (int id = 1; id <= last; id++)
{
    shop.Receive(id);
}

Console.WriteLine($"{shop.Placed} orders placed, {shop.Failed} failed, {shop.Revenue} cents");
