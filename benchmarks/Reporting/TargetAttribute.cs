namespace Telemetry.Benchmarks.Reporting;

/// <summary>How much a benchmark may cost, beside its group's baseline.</summary>
/// <param name="ratio">How many times the baseline's time it may take at most.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class TargetAttribute(double ratio) : Attribute
{
    /// <summary>How many times the baseline's time it may take at most.</summary>
    public double Ratio { get; } = ratio;

    /// <summary>How many bytes an operation may allocate at most; -1 where it doesn't matter.</summary>
    public long Bytes { get; init; } = -1;

    /// <summary>The value of the benchmark's parameter that the target is for; null where it has none.</summary>
    public object? At { get; init; }
}
