namespace Telemetry;

/// <summary>An entry of a list of handlers: a handler with one of the events or patterns that it is attached to.</summary>
public sealed class HandlerInfo
{
    internal HandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        Registration = registration;
        Pattern = pattern;
    }

    /// <summary>The id of the handler.</summary>
    public string Id => Registration.Id;

    /// <summary>The event or pattern that the handler is attached to.</summary>
    public EventPattern Pattern { get; }

    /// <summary>The event that the handler is attached to; null for a pattern with wildcards.</summary>
    public EventName? EventName => Pattern.EventName;

    /// <summary>The delegate that is called.</summary>
    public TelemetryHandler Handler => Registration.Handler;

    /// <summary>The value passed to the handler on each call.</summary>
    public object? Config => Registration.Config;

    /// <summary>The calls of the handler and their times so far, for the events that count for this entry
    /// (<see cref="HandlerRegistration.GetStatistics"/>); null if they are not collected.</summary>
    public HandlerStatistics? Statistics => Registration.GetStatistics(Pattern);

    /// <summary>The attached handler as a whole, with all its events.</summary>
    public HandlerRegistration Registration { get; }

    /// <summary>Returns the id and the event or pattern.</summary>
    public override string ToString() => $"{Id} ({Pattern})";
}
