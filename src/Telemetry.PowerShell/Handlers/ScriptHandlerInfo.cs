using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>An entry of the list of handlers, as Get-TelemetryHandler gives it: one handler at one of its
/// events.</summary>
public sealed class ScriptHandlerInfo
{
    private readonly HandlerRegistration _registration;

    internal ScriptHandlerInfo(HandlerRegistration registration, EventPattern pattern)
    {
        _registration = registration;
        EventName = pattern.ToString();
    }

    /// <summary>The id of the handler.</summary>
    public string Id => _registration.Id;

    /// <summary>The event it is registered for.</summary>
    public string EventName { get; }

    /// <summary>The script block that runs; null for a handler that is C# code.</summary>
    public ScriptBlock? ScriptBlock => (_registration.Handler.Target as ScriptHandler)?.Block;

    /// <summary>The delegate that is called.</summary>
    [Hidden]
    public TelemetryHandler Handler => _registration.Handler;

    /// <summary>What the handler is given at each call.</summary>
    public object? Config => _registration.Config;

    internal static IEnumerable<ScriptHandlerInfo> Of(HandlerRegistration registration) =>
        registration.Patterns.Select(pattern => new ScriptHandlerInfo(registration, pattern));

    /// <summary>The id and the event.</summary>
    public override string ToString() => $"{Id} ({EventName})";
}
