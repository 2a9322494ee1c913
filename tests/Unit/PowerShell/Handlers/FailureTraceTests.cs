using System.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>In a process with the module, it tells of failures, by a warning at the emitter or a host.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class FailureTraceTests : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly TraceLines _trace = new();
    private readonly string _id = Guid.NewGuid().ToString();

    public void Dispose()
    {
        TelemetryDispatcher.Default.Detach(_id);
        _trace.Dispose();
        _session.Dispose();
    }

    [Fact]
    public void Failure_that_the_emitter_is_warned_of_is_not_traced_as_well()
    {
        TelemetryDispatcher.Default.Attach(_id, "trace.a", Handlers.Failing);

        ScriptResult result = _session.Run("Invoke-TelemetryEvent trace.a");

        Assert.Contains(_id, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(_trace.With(_id));
    }

    [Fact]
    public void Failure_that_has_no_emitter_and_no_host_to_show_at_is_traced()
    {
        TelemetryDispatcher.Default.Attach(_id, "trace.a", Handlers.Failing);

        Threads.Run(() => TelemetryDispatcher.Default.Execute("trace.a"));

        (TraceEventType kind, string text) = Assert.Single(_trace.With(_id));
        Assert.Equal(
            (TraceEventType.Warning, $"Handler '{_id}' failed at event 'trace.a' and was unregistered: boom"), (kind, text));
    }
}
