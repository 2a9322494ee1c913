namespace Telemetry.Benchmarks.Support;

/// <summary>What is emitted: an event with two measurements and three entries of metadata, put together at each call. The
/// values are not read-only, or the JIT would know them.</summary>
internal static class Request
{
    internal const string Name = "web.request.done";

    internal static double Duration = 12.5;
    internal static long Size = 512;
    internal static string Route = "/users";
    internal static int Status = 200;
    internal static bool Cached = true;

    internal static EventName ParsedName { get; } = EventName.Parse(Name);
}
