namespace Telemetry;

/// <summary>The report of a failure of a handler: to the subscribers of <see cref="HandlerRegistration.Detached"/>, to the handlers
/// of the failure event, and to the subscribers of <see cref="TelemetryDispatcher.HandlerFailed"/>.</summary>
internal sealed class HandlerFailureReport(HandlerFailures failures, HandlerFailure failure) : FailureReport(
    failure.Handler, failure.Handler.Sequence, new EmittedEvent(failure.Handler.Owner, failure.Record.EventName))
{
    internal override bool WasDetached => failure.WasDetached;

    internal override bool IsAtFailureEvent => TelemetryDispatcher.FailureEventName.Equals(failure.Record.EventName);

    internal override void NotifyOfDetaching() => failures.NotifyOfDetaching(failure);

    internal override void Log() => failures.Log(failure);

    protected override int EmitFailureEvent() => failures.Emit(failure);

    protected override void Announce(bool isNotified) => failures.Announce(failure, isNotified);
}
