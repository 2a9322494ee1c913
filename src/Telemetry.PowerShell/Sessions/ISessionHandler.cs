namespace Telemetry.Commands;

/// <summary>A handler that is detached with the sessions that it belongs to.</summary>
internal interface ISessionHandler
{
    /// <summary>Determines whether the handler belongs to a session: the one that registered it, or the one whose handler
    /// registered it in a copy.</summary>
    bool BelongsTo(HandlerSession session);
}
