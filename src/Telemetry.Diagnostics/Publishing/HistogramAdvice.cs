#if NET
using System.Diagnostics.CodeAnalysis;
#endif
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Telemetry.Diagnostics;

/// <summary>Creates histograms with the bounds of their buckets as advice, which .NET 9 introduced and this assembly cannot refer
/// to. Where there is no advice, histograms are created without.</summary>
internal static class HistogramAdvice
{
    private delegate Histogram<double> Creation(Meter meter, string name, string? unit, string? description, IReadOnlyList<double> bounds);

    private static readonly Creation? s_create = Find();

    internal static Histogram<double> Create(
        Meter meter, string name, string? unit, string? description, IReadOnlyList<double> bounds) =>
        bounds.Count > 0 && s_create is { } create
            ? create(meter, name, unit, description, bounds)
            : meter.CreateHistogram<double>(name, unit, description);

#if NET
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "What is trimmed is not found, and no advice is given.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "What is trimmed is not found, and no advice is given.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The type has no requirements.")]
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The method has no requirements.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "What is trimmed is not found, and no advice is given.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Not reached where code cannot be generated.")]
#endif
    private static Creation? Find()
    {
#if NET
        if (!System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported)
        {
            return null;
        }
#endif
        try
        {
            Type? advice = typeof(Meter).Assembly
                .GetType("System.Diagnostics.Metrics.InstrumentAdvice`1")?.MakeGenericType(typeof(double));
            PropertyInfo? bounds = advice?.GetProperty("HistogramBucketBoundaries");
            MethodInfo? create = typeof(Meter).GetMethods()
                .FirstOrDefault(method => method.Name == nameof(Meter.CreateHistogram) && method.GetParameters().Length == 5)?
                .MakeGenericMethod(typeof(double));
            return advice is null || bounds is null || create is null
                ? null
                : (meter, name, unit, description, values) =>
                {
                    object given = Activator.CreateInstance(advice)!;
                    bounds.SetValue(given, values);
                    return (Histogram<double>)create.Invoke(meter, [name, unit, description, null, given])!;
                };
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidOperationException or AmbiguousMatchException)
        {
            return null;
        }
    }
}
