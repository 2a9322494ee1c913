namespace Telemetry;

/// <summary>The handlers that were detached for failing and not attached again since, the latest at the end. Used under the
/// dispatcher's lock.</summary>
internal sealed class FailedHandlers
{
    private readonly List<FailureSummary> _failures = [];

    internal void Add(FailureSummary failure)
    {
        Forget(failure.Handler.Id);
        if (_failures.Count == TelemetryDispatcher.MaxDetachedHandlers)
        {
            _failures.RemoveAt(0);
        }

        _failures.Add(failure);
    }

    internal void Forget(string id) =>
        _failures.RemoveAll(failure => string.Equals(failure.Handler.Id, id, StringComparison.OrdinalIgnoreCase));

    internal bool Forget(HandlerRegistration handler) => _failures.RemoveAll(failure => failure.Handler == handler) > 0;

    internal FailureSummary[] ToArray() => [.. _failures];
}
