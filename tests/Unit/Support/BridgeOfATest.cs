using System.Diagnostics;
using Telemetry.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>A bridge to a dispatcher of its own, and an activity source with a name that no other test uses.</summary>
internal sealed class BridgeOfATest : IDisposable
{
    internal BridgeOfATest() => Bridge = new SourceBridge(Dispatcher);

    internal TelemetryDispatcher Dispatcher { get; } = new();

    internal SourceBridge Bridge { get; }

    internal Recorder Events { get; } = new();

    internal ActivitySource Library { get; } = new($"Library{Guid.NewGuid():N}.Of.A.Test");

    /// <summary>The name of the library's source as the beginning of the names of events.</summary>
    internal string Root => Library.Name.ToLowerInvariant();

    /// <summary>Enables the library's activities, and records all events of the dispatcher.</summary>
    internal TelemetrySource Record(SourceOptions? options = null)
    {
        TelemetrySource source = Bridge.Enable(Library.Name, SourceKind.Activity, options);
        Dispatcher.Attach("recorder", EventPattern.Parse("*"), Events.Handle);
        return source;
    }

    public void Dispose()
    {
        Bridge.Dispose();
        Library.Dispose();
    }
}
