namespace Telemetry.Alerts;

/// <summary>The outcomes of the notifications of an alert. Immutable.</summary>
internal sealed record DeliveryStatus
{
    internal long Delivered { get; init; }

    internal long Failed { get; init; }

    internal int FailedInARow { get; init; }

    internal long Retries { get; init; }

    internal long Dropped { get; init; }

    internal Exception? LastError { get; init; }

    internal DateTime? LastErrorTime { get; init; }
}
