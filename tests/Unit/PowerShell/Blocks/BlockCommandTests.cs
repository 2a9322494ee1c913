using System.Reflection;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class BlockCommandTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    /// <summary>Without the engine's property, blocks run all the same, and cost more.</summary>
    [Fact]
    public void Engine_lets_the_call_of_a_block_pass_without_the_checks_of_a_parsed_tree()
    {
        var cmdlet = (Type)_session.Run("(Get-Command Invoke-TelemetrySpan).ImplementingType").Clean().Single!;

        Type command = cmdlet.Assembly.GetType("Telemetry.Commands.BlockCommand", throwOnError: true)!;
        Assert.NotNull(command.GetField("s_setChecked", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null));
    }
}
