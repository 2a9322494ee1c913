using Telemetry;
using Telemetry.Polling;

[assembly: DeclaredEvent(PollEvents.Run + ".start", Span = PollEvents.Run, Description = "The span starts. A poll runs.")]
[assembly: DeclaredField(
    PollEvents.Run + ".start", DeclaredFieldPart.Metadata, "poll", DeclaredType.Text,
    Description = "the name of the poll")]
[assembly: DeclaredEvent(PollEvents.Run + ".stop", Span = PollEvents.Run, Description = "The span ends. A poll runs.")]
[assembly: DeclaredField(
    PollEvents.Run + ".stop", DeclaredFieldPart.Measurement, "emitted", DeclaredType.Integer,
    Description = "the number of events that the run emitted")]
[assembly: DeclaredEvent(PollEvents.Run + ".exception", Span = PollEvents.Run, Description = "The span fails. A poll runs.")]

namespace Telemetry.Polling;

/// <summary>The name of the span of a run, which this file declares.</summary>
internal static class PollEvents
{
    internal const string Run = "telemetry.poller.poll";
}
