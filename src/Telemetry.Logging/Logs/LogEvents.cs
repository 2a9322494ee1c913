using Telemetry;
using Telemetry.Logging;

[assembly: DeclaredEvent(LogEvents.Failure, Description = "Lines of a log cannot be written.")]
[assembly: DeclaredField(
    LogEvents.Failure, DeclaredFieldPart.Measurement, "waiting", DeclaredType.Integer,
    Description = "the number of lines that wait")]
[assembly: DeclaredField(LogEvents.Failure, DeclaredFieldPart.Metadata, "log", DeclaredType.Text, Description = "the name of the log")]
[assembly: DeclaredField(LogEvents.Failure, DeclaredFieldPart.Metadata, "path", DeclaredType.Text, Description = "the file")]
[assembly: DeclaredField(
    LogEvents.Failure, DeclaredFieldPart.Metadata, "reason", DeclaredType.Text,
    Description = "the reason, as the operating system tells it")]
[assembly: DeclaredEvent(LogEvents.Recovery, Description = "Lines of a log are written again.")]
[assembly: DeclaredField(
    LogEvents.Recovery, DeclaredFieldPart.Measurement, "duration", DeclaredType.Duration,
    Description = "the time of the failures")]
[assembly: DeclaredField(
    LogEvents.Recovery, DeclaredFieldPart.Measurement, "dropped", DeclaredType.Integer,
    Description = "the number of lines that were lost")]
[assembly: DeclaredField(LogEvents.Recovery, DeclaredFieldPart.Metadata, "log", DeclaredType.Text, Description = "the name of the log")]
[assembly: DeclaredField(LogEvents.Recovery, DeclaredFieldPart.Metadata, "path", DeclaredType.Text, Description = "the file")]
[assembly: DeclaredEvent(LogEvents.Rotation, Description = "The file of a log was rotated.")]
[assembly: DeclaredField(
    LogEvents.Rotation, DeclaredFieldPart.Measurement, "count", DeclaredType.Integer,
    Description = "the number of rotations since the last such event", MetricType = "Sum")]
[assembly: DeclaredField(LogEvents.Rotation, DeclaredFieldPart.Metadata, "log", DeclaredType.Text, Description = "the name of the log")]
[assembly: DeclaredField(LogEvents.Rotation, DeclaredFieldPart.Metadata, "path", DeclaredType.Text, Description = "the file")]

namespace Telemetry.Logging;

/// <summary>The names of the events about logs, which this file declares.</summary>
internal static class LogEvents
{
    internal const string Failure = "telemetry.log.failure";
    internal const string Recovery = "telemetry.log.recovery";
    internal const string Rotation = "telemetry.log.rotation";
}
