using Telemetry;
using Telemetry.Reporters;

[assembly: DeclaredEvent(
    ReporterEvents.Report + ".start", Span = ReporterEvents.Report,
    Description = "The span starts. A reporter makes a report, such as a push or the answer to a scrape.")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".start", DeclaredFieldPart.Metadata, "reporter", DeclaredType.Text,
    Description = "the name of the reporter")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".start", DeclaredFieldPart.Metadata, "reporter_kind", DeclaredType.Text,
    Description = "the kind of the reporter, such as `pushgateway`")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".start", DeclaredFieldPart.Metadata, "target", DeclaredType.Text,
    Description = "the destination, without credentials")]
[assembly: DeclaredEvent(
    ReporterEvents.Report + ".stop", Span = ReporterEvents.Report,
    Description = "The span ends. A reporter makes a report, such as a push or the answer to a scrape.")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".stop", DeclaredFieldPart.Measurement, "series", DeclaredType.Integer,
    Description = "the number of series in the report")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".stop", DeclaredFieldPart.Measurement, "bytes", DeclaredType.Integer,
    Unit = "byte", Description = "the number of bytes that were sent or written")]
[assembly: DeclaredField(
    ReporterEvents.Report + ".stop", DeclaredFieldPart.Measurement, "spans", DeclaredType.Integer,
    Description = "the number of spans in the report; absent without spans and log records", IsOptional = true)]
[assembly: DeclaredField(
    ReporterEvents.Report + ".stop", DeclaredFieldPart.Measurement, "log_records", DeclaredType.Integer,
    Description = "the number of log records in the report; absent without spans and log records", IsOptional = true)]
[assembly: DeclaredEvent(
    ReporterEvents.Report + ".exception", Span = ReporterEvents.Report,
    Description = "The span fails. A reporter makes a report, such as a push or the answer to a scrape.")]

namespace Telemetry.Reporters;

/// <summary>The name of the span of a report, which this file declares.</summary>
internal static class ReporterEvents
{
    internal const string Report = "telemetry.reporter.report";
}
