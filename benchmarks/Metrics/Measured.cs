using System.Globalization;

namespace Telemetry.Benchmarks.Metrics;

/// <summary>The values to record: durations of a few orders of magnitude, by a few values of three tags. OpenTelemetry takes the values of
/// tags as objects, ours takes them as they are, and prometheus-net as text, which is made beforehand.</summary>
internal static class Measured
{
    internal const string Route = "route";
    internal const string Status = "status";
    internal const string Cached = "cached";

    private const int Mask = 1023;

    private static readonly double[] s_durations =
        [.. Enumerable.Range(0, Mask + 1).Select(i => Math.Exp(((i * 37) % (Mask + 1)) * 8.0 / Mask) / 500)];

    private static readonly string[] s_routes = ["/users", "/orders", "/report", "/"];
    private static readonly int[] s_statuses = [200, 404, 200, 500];
    private static readonly string[] s_statusTexts = [.. s_statuses.Select(status => status.ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] s_cachedTexts = ["true", "false"];

    internal static double Duration(int i) => s_durations[i & Mask];

    internal static string RouteOf(int i) => s_routes[i & 3];

    internal static int StatusOf(int i) => s_statuses[i & 3];

    internal static bool CachedOf(int i) => (i & 1) == 0;

    internal static string StatusTextOf(int i) => s_statusTexts[i & 3];

    internal static string CachedTextOf(int i) => s_cachedTexts[i & 1];
}
