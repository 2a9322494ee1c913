namespace Telemetry.Otlp;

/// <summary>The outcome of the delivery of one signal.</summary>
internal sealed record Delivery
{
    /// <summary>The reason for which nothing arrived, as what the receiver did or what happened to it, without credentials and without
    /// its address: <c>answered 401 (Unauthorized)</c>; null if it arrived.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the receiver will not accept the same items another time.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The number of items that arrived: series, spans or log records.</summary>
    public long Items { get; init; }

    /// <summary>The number of items that were sent, whether they arrived or not.</summary>
    public long Attempted { get; init; }

    /// <summary>The number of bytes sent.</summary>
    public long Bytes { get; init; }

    /// <summary>The number of items that the receiver rejected of what arrived, and what it says of them.</summary>
    public long Rejected { get; init; }

    /// <summary>The message of the receiver about the items that it rejected; null for none.</summary>
    public string? RejectedBecause { get; init; }

    /// <summary>Whether it arrived.</summary>
    public bool HasArrived => Error is null;
}
