namespace Telemetry;

/// <summary>An entry of a list of handlers: one handler at one of its events.</summary>
public sealed class HandlerInfo
{
    internal HandlerInfo(HandlerRegistration registration, EventName eventName)
    {
        Registration = registration;
        EventName = eventName;
    }

    /// <summary>The id of the handler.</summary>
    public string Id => Registration.Id;

    /// <summary>The event it is attached to.</summary>
    public EventName EventName { get; }

    /// <summary>What is called.</summary>
    public TelemetryHandler Handler => Registration.Handler;

    /// <summary>What the handler is given at each call.</summary>
    public object? Config => Registration.Config;

    /// <summary>The attached handler as a whole, with all its events.</summary>
    public HandlerRegistration Registration { get; }

    /// <summary>The id and the event.</summary>
    public override string ToString() => $"{Id} ({EventName})";
}
