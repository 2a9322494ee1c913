using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

[Collection(SharedDispatcher.Name)]
public sealed class ScriptFailureLogTests
{
    [Fact]
    public async Task Failed_script_handler_names_its_line()
    {
        using var module = new ModuleSession();
        await using LoggingHost host = await LoggingHost.StartAsync(dispatcher: TelemetryDispatcher.Default);
        module.Run("Register-TelemetryHandler log-of-scripts log.of.scripts {\n\n throw 'no mail' }");

        await Task.Run(() => TelemetryDispatcher.Default.Execute("log.of.scripts"), TestContext.Current.CancellationToken);

        WrittenEntry entry = Assert.Single(host.Log.Of("Telemetry.Handlers"));
        string stack = Assert.IsType<string>(entry["HandlerStackTrace"]);
        Assert.Contains("line 3", stack, StringComparison.Ordinal);
        Assert.Equal($"Handler 'log-of-scripts' failed at event 'log.of.scripts' and was detached: no mail\n{stack}", entry.Message);
    }
}
