namespace Telemetry;

/// <summary>An entry of a list of handlers: one handler at one of the events, or by one of the patterns, that it was attached
/// to.</summary>
public sealed class HandlerInfo
{
    internal HandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        Registration = registration;
        Pattern = pattern;
    }

    /// <summary>The id of the handler.</summary>
    public string Id => Registration.Id;

    /// <summary>The event it is attached to, or the pattern that it is attached by.</summary>
    public EventPattern Pattern { get; }

    /// <summary>The event it is attached to; null where this is a pattern with wildcards.</summary>
    public EventName? EventName => Pattern.EventName;

    /// <summary>What is called.</summary>
    public TelemetryHandler Handler => Registration.Handler;

    /// <summary>What the handler is given at each call.</summary>
    public object? Config => Registration.Config;

    /// <summary>The attached handler as a whole, with all its events.</summary>
    public HandlerRegistration Registration { get; }

    /// <summary>The id and the event or pattern.</summary>
    public override string ToString() => $"{Id} ({Pattern})";
}
