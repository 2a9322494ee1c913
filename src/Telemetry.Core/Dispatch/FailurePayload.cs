namespace Telemetry;

/// <summary>The measurements and the metadata of the failure event.</summary>
internal static class FailurePayload
{
    internal static void Emit(TelemetryEvent failureEvent, HandlerFailure failure)
    {
        Exception reason = failure.Exception;
        failureEvent.Execute(
            [
                new("monotonic_time", MonotonicTime.Now),
                new("system_time", DateTime.UtcNow),
            ],
            [
                new("event_name", failure.Record.EventName.ToString()),
                new("handler_id", failure.Handler.Id),
                new("handler_config", MetadataValue.From(failure.Handler.Config)),
                new("kind", reason.GetType().FullName),
                new("reason", MetadataValue.From(reason)),
                new("stacktrace", failure.StackTrace),
                new("measurements", MetadataValue.From(failure.Record.Measurements)),
                new("metadata", MetadataValue.From(failure.Record.Metadata)),
                new("failures", failure.FailuresInARow),
                new("detached", failure.WasDetached),
            ]);
    }
}
