using System.Reflection;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Telemetry.Benchmarks.Reporting;

/// <summary>What one benchmark came to, beside its group's baseline.</summary>
internal sealed class Result
{
    private Result(BenchmarkReport report, BenchmarkReport? baseline)
    {
        BenchmarkCase benchmark = report.BenchmarkCase;
        object? parameter = ParameterOf(benchmark)?.Value;
        Group = GroupOf(benchmark);
        What = WhatOf(benchmark);
        Order = ((int?)parameter ?? 0, benchmark.Descriptor.MethodIndex);
        Nanoseconds = report.ResultStatistics?.Median;
        Ratio = Nanoseconds / baseline?.ResultStatistics?.Median;
        Bytes = report.GcStats.GetBytesAllocatedPerOperation(benchmark);
        Target = benchmark.Descriptor.WorkloadMethod.GetCustomAttributes<TargetAttribute>()
            .SingleOrDefault(target => Equals(target.At, parameter));
    }

    internal string Group { get; }

    internal string What { get; }

    /// <summary>The place in the group: by the parameter, then as it stands in the code.</summary>
    internal (int Parameter, int Method) Order { get; }

    /// <summary>The median of the iterations; null where the benchmark failed.</summary>
    internal double? Nanoseconds { get; }

    /// <summary>How many times the baseline's median it is; null where a filter left the baseline out.</summary>
    internal double? Ratio { get; }

    internal long? Bytes { get; }

    internal TargetAttribute? Target { get; }

    internal bool MeetsTarget => Ratio <= Target?.Ratio && (Target.Bytes < 0 || Bytes <= Target.Bytes);

    internal static IReadOnlyList<Result> Read(IEnumerable<Summary> summaries) =>
    [
        .. summaries.SelectMany(
            summary => summary.Reports,
            (summary, report) => new Result(report, BaselineOf(report.BenchmarkCase, summary))),
    ];

    internal static string GroupOf(BenchmarkCase benchmark) => benchmark.Descriptor.Categories.Single();

    internal static string WhatOf(BenchmarkCase benchmark)
    {
        string what = benchmark.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
        return ParameterOf(benchmark) is { } parameter
            ? $"{what}, {parameter.ToDisplayText()} {parameter.Name.ToLowerInvariant()}"
            : what;
    }

    // Not the library's own choice: it tells a benchmark that needs a set-up at each iteration from the others.
    private static BenchmarkReport? BaselineOf(BenchmarkCase benchmark, Summary summary) => summary.Reports.SingleOrDefault(
        report => report.BenchmarkCase.Descriptor.Baseline
            && GroupOf(report.BenchmarkCase) == GroupOf(benchmark)
            && Equals(ParameterOf(report.BenchmarkCase)?.Value, ParameterOf(benchmark)?.Value));

    private static ParameterInstance? ParameterOf(BenchmarkCase benchmark) => benchmark.Parameters.Items.SingleOrDefault();
}
