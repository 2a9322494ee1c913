using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Order;
using Perfolizer.Horology;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>How the benchmarks are run: each in processes of its own, as the JIT does not lay code out alike in all of them,
/// and in iterations that are shorter than what a busy machine gives to a thread at a time, as their median is little
/// disturbed by what else runs. A benchmark warms up by itself.</summary>
internal static class RunConfig
{
    internal static IConfig Full => Create(Job.Default.WithLaunchCount(3).WithIterationCount(40));

    internal static IConfig Short => Create(Job.Default.WithLaunchCount(1).WithIterationCount(20));

    private static ManualConfig Create(Job job) => ManualConfig.CreateEmpty()
        .AddJob(job
            .WithWarmupCount(5)
            .WithIterationTime(TimeInterval.FromMilliseconds(2))

            // The call of a method is nothing beside the loop in it.
            .WithEvaluateOverhead(false)
            .WithGcForce(false)
            .WithEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1"))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddEventProcessor(new RunProgress())
        .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
        .WithOrderer(new DefaultOrderer(SummaryOrderPolicy.Declared))
        .WithArtifactsPath(Path.Combine(RepositoryRoot.Path, "BenchmarkDotNet.Artifacts"));
}
