namespace Telemetry.Tests.Support;

/// <summary>A program of which an <see cref="AspireDashboard"/> has received something.</summary>
/// <param name="Name">The name of the service.</param>
/// <param name="HasMetrics">Whether metrics arrived.</param>
/// <param name="HasTraces">Whether spans arrived.</param>
/// <param name="HasLogs">Whether log records arrived.</param>
internal sealed record AspireResource(string Name, bool HasMetrics, bool HasTraces, bool HasLogs);
