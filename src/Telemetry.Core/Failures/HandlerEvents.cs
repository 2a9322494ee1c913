using Telemetry;

[assembly: DeclaredEvent(
    HandlerEvents.Failure,
    Description = "A handler has failed: it threw an exception, or its script ended with a terminating error.")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Measurement, "monotonic_time", DeclaredType.Duration,
    Description = "the time of the report, on a monotonic clock with a fixed, unknown origin")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Measurement, "system_time", DeclaredType.Time,
    Description = "the same time in UTC")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "event_name", DeclaredType.Text,
    Description = "the event at which the handler failed")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "handler_id", DeclaredType.Text,
    Description = "the id of the handler")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "handler_config", DeclaredType.Any,
    Description = "the config of the handler", IsOptional = true)]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "kind", DeclaredType.Text,
    Description = "the full name of the exception's type")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "reason", DeclaredType.Any,
    Description = "the exception; for a script, the exception of its error")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "stacktrace", DeclaredType.Text,
    Description = "the stack trace; for a script, the script's stack, with files and lines", IsOptional = true)]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "measurements", DeclaredType.Any,
    Description = "the measurements of the event at which the handler failed")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "metadata", DeclaredType.Any,
    Description = "the metadata of that event")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "failures", DeclaredType.Integer,
    Description = "the number of failures in a row, including this one")]
[assembly: DeclaredField(
    HandlerEvents.Failure, DeclaredFieldPart.Metadata, "detached", DeclaredType.Boolean,
    Description = "whether the handler was unregistered for this failure")]
[assembly: DeclaredEvent(HandlerEvents.Mismatch, Description = "A typed handler was not called, as an event is not as it is declared.")]
[assembly: DeclaredField(
    HandlerEvents.Mismatch, DeclaredFieldPart.Measurement, "count", DeclaredType.Integer,
    Description = "1", MetricType = "Counter")]
[assembly: DeclaredField(
    HandlerEvents.Mismatch, DeclaredFieldPart.Metadata, "event_name", DeclaredType.Text,
    Description = "the event that was not passed to the handler")]
[assembly: DeclaredField(
    HandlerEvents.Mismatch, DeclaredFieldPart.Metadata, "handler_id", DeclaredType.Text,
    Description = "the id of the handler")]
[assembly: DeclaredField(
    HandlerEvents.Mismatch, DeclaredFieldPart.Metadata, "key", DeclaredType.Text,
    Description = "the key that the event lacks, or whose value is of another type")]
[assembly: DeclaredField(
    HandlerEvents.Mismatch, DeclaredFieldPart.Metadata, "message", DeclaredType.Text,
    Description = "the problem and what to do about it, as a sentence")]

namespace Telemetry;

/// <summary>The names of the events about handlers, which this file declares.</summary>
internal static class HandlerEvents
{
    internal const string Failure = "telemetry.handler.failure";
    internal const string Mismatch = "telemetry.handler.mismatch";
}
