using Telemetry.Diagnostics;

namespace Telemetry.Tests.Support;

/// <summary>A source that is enabled for a dispatcher of its own, and the events that it gives.</summary>
internal sealed class SourceRecorder : IDisposable
{
    private readonly SourceBridge _bridge = new(new TelemetryDispatcher());
    private readonly Recorder _recorder = new();

    /// <summary>Enables a source, and attaches to all events of the dispatcher.</summary>
    internal SourceRecorder(string source, SourceKind kind, SourceOptions? options = null)
    {
        Source = _bridge.Enable(source, kind, options);
        Dispatcher.Attach("recorder", EventPattern.Parse("*"), _recorder.Handle);
    }

    internal TelemetryDispatcher Dispatcher => _bridge.Dispatcher;

    internal TelemetrySource Source { get; }

    internal EventRecord[] Records => _recorder.Records;

    internal string[] Names => _recorder.Names;

    /// <summary>Enables a further source for the same recorder.</summary>
    internal TelemetrySource Enable(string source, SourceKind kind, SourceOptions? options = null) =>
        _bridge.Enable(source, kind, options);

    /// <summary>The one event with a name.</summary>
    internal EventRecord Single(string name) =>
        Assert.Single(Records, record => record.EventName.ToString().ToString() == name);

    public void Dispose() => _bridge.Dispose();
}
