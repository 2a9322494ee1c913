namespace Telemetry.Commands;

/// <summary>A handler that belongs to the session that registered it, and leaves with it.</summary>
internal interface ISessionHandler
{
    /// <summary>The session that registered the handler: its home.</summary>
    HandlerSession Session { get; }
}
