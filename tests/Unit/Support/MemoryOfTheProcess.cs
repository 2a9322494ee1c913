namespace Telemetry.Tests.Support;

/// <summary>Tests that look at how much memory the process uses: one after the other, and nothing beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryOfTheProcess
{
    public const string Name = "The memory of the process";
}
