using Telemetry.Extensions;

namespace Telemetry.Tests.Support;

/// <summary>A handler of a container that keeps the events.</summary>
internal sealed class RecordingHandler : ITelemetryHandler
{
    internal Recorder Recorder { get; } = new();

    public void Handle(in EventData data) => Recorder.Handle(in data, null);
}
