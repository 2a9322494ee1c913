using Telemetry.Extensions;

namespace Telemetry.Tests.Programs;

/// <summary>A handler that the container makes.</summary>
internal sealed class CartHandler : ITelemetryHandler
{
    public void Handle(in EventData data) => Console.WriteLine($"extensions: {data.EventName}");
}
