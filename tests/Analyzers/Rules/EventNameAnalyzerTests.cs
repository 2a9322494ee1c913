using Telemetry.Analyzers.CodeFixes;

namespace Telemetry.Analyzers.Tests;

using Verify = Verify<EventNameAnalyzer, EventNameCodeFixProvider>;

public sealed class EventNameAnalyzerTests
{
    [Theory]
    [InlineData("dispatcher.GetEvent([|\"\"|]);")]
    [InlineData("dispatcher.GetEvent([|\"job..done\"|]);")]
    public Task Name_that_is_not_valid_is_found(string statement) => Verify.FindsInMethodAsync(statement);
}
