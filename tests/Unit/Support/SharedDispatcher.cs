namespace Telemetry.Tests.Support;

/// <summary>Tests that use the dispatcher of the process, as the cmdlets do: one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SharedDispatcher
{
    public const string Name = "The dispatcher of the process";
}
