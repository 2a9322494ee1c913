using System.Text.Json;

namespace Telemetry.Tests.Support;

/// <summary>A request that arrived at an <see cref="OtlpServer"/>.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="IsGrpc">Whether it arrived by gRPC.</param>
/// <param name="Path">The path of the URL.</param>
/// <param name="Headers">The headers; names ignore case.</param>
/// <param name="Body">The request, in the form of OTLP's JSON.</param>
internal sealed record OtlpRequest(
    OtlpSignal Signal, bool IsGrpc, string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body)
{
    /// <summary>Gets a value that indicates whether the server answered that it has taken the data.</summary>
    public bool IsAccepted { get; internal set; }

    /// <summary>The metrics in the request.</summary>
    public IReadOnlyList<OtlpMetric> Metrics => Signal == OtlpSignal.Metrics ? OtlpMetric.ReadAll(Body) : [];

    /// <summary>The spans in the request.</summary>
    public IReadOnlyList<OtlpSpan> Spans => Signal == OtlpSignal.Traces ? OtlpSpan.ReadAll(Body) : [];

    /// <summary>The log records in the request.</summary>
    public IReadOnlyList<OtlpLog> Logs => Signal == OtlpSignal.Logs ? OtlpLog.ReadAll(Body) : [];
}
