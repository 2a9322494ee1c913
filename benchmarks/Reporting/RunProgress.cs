using System.Globalization;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.Results;
using BenchmarkDotNet.Validators;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>Says on the console what is being measured: a line for each benchmark, in place of the library's log, which is
/// in its file.</summary>
internal sealed class RunProgress : EventProcessor
{
    private int _done;

    public override void OnValidationError(ValidationError validationError) =>
        Console.WriteLine(validationError.Message);

    public override void OnStartBuildStage(IReadOnlyList<BuildPartition> partitions) =>
        Console.WriteLine($"Building {partitions.Sum(partition => partition.Benchmarks.Length)} benchmarks.");

    public override void OnBuildComplete(BuildPartition buildPartition, BuildResult buildResult)
    {
        if (!buildResult.IsBuildSuccess)
        {
            Console.WriteLine(buildResult.ErrorMessage);
        }
    }

    public override void OnEndRunBenchmark(BenchmarkCase benchmarkCase, BenchmarkReport report)
    {
        string outcome = report.ResultStatistics is { } statistics ? Units.Time(statistics.Median) : "FAILED";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{++_done,4}  {outcome,10}  {Result.GroupOf(benchmarkCase)}: {Result.WhatOf(benchmarkCase)}"));
    }
}
