namespace Telemetry.Commands;

/// <summary>A handler that leaves with the sessions that it belongs to.</summary>
internal interface ISessionHandler
{
    /// <summary>Whether the handler belongs to a session: the one that registered it, or the one whose handler did so in a
    /// copy.</summary>
    bool BelongsTo(HandlerSession session);
}
