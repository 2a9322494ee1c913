namespace Telemetry.Tests.Support;

/// <summary>Tests of processes that have a few seconds for something: no others run at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunsAlone
{
    public const string Name = "Tests that run alone";
}
