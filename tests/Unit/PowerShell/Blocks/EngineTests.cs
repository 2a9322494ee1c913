using System.Reflection;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

/// <summary>The members of the engine that are internal to it, and that the module uses where they are there. Without them,
/// handlers run all the same, and cost more.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class EngineTests : IDisposable
{
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.NonPublic;

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Engine_calls_a_block_that_writes_to_no_stream_by_its_own_method() =>
        Assert.NotNull(Of("EngineCall").GetProperty("Invoke", Members)!.GetValue(null));

    [Fact]
    public void Engine_gives_what_the_call_of_the_code_of_a_block_needs()
    {
        Assert.NotNull(Of("BlockMembers").GetProperty("Known", Members)!.GetValue(null));
        Assert.NotNull(Of("DirectCall").GetProperty("TryCall", Members)!.GetValue(null));
    }

    [Fact]
    public void Engine_gives_the_variables_of_a_scope_without_a_table_for_them() =>
        Assert.NotNull(Of("EngineScopes").GetMethod("VariableReader", Members)!.Invoke(null, null));

    [Fact]
    public void Engine_gives_its_scopes() =>
        Assert.Equal(true, Of("EngineScopes").GetProperty("AreKnown", Members)!.GetValue(null));

    private Type Of(string name)
    {
        var cmdlet = (Type)_session.Run("(Get-Command Invoke-TelemetryEvent).ImplementingType").Clean().Single!;
        return cmdlet.Assembly.GetType($"Telemetry.Commands.{name}", throwOnError: true)!;
    }
}
