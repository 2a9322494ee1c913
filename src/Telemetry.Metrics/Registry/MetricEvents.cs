using Telemetry;
using Telemetry.Metrics;

[assembly: DeclaredEvent(MetricEvents.Problem, Description = "A metric did not record an event, or recorded it only in part.")]
[assembly: DeclaredField(
    MetricEvents.Problem, DeclaredFieldPart.Measurement, "count", DeclaredType.Integer,
    Description = "1", MetricType = "Counter")]
[assembly: DeclaredField(
    MetricEvents.Problem, DeclaredFieldPart.Metadata, "metric", DeclaredType.Text,
    Description = "the name of the metric")]
[assembly: DeclaredField(
    MetricEvents.Problem, DeclaredFieldPart.Metadata, "reason", DeclaredType.Text,
    Description = "the problem, such as `MissingMeasurement`")]
[assembly: DeclaredField(
    MetricEvents.Problem, DeclaredFieldPart.Metadata, "event_name", DeclaredType.Text,
    Description = "the event that had the problem")]
[assembly: DeclaredField(
    MetricEvents.Problem, DeclaredFieldPart.Metadata, "message", DeclaredType.Text,
    Description = "the problem and what to do about it, as a sentence")]

namespace Telemetry.Metrics;

/// <summary>The names of the events about metrics, which this file declares.</summary>
internal static class MetricEvents
{
    internal const string Problem = "telemetry.metric.problem";
}
