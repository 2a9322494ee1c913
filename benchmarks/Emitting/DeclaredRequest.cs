namespace Telemetry.Benchmarks.Emitting;

/// <summary>The event of the benchmarks, declared; and one that is the same, by a handle that is written by hand.</summary>
internal static partial class DeclaredRequest
{
    internal const string Name = "web.request.done.declared";

    [TelemetryEvent(Name)]
    internal static partial void Done(double duration, long size, string route, [Metadata] int status, bool cached);
}
