using System.Management.Automation;

namespace Telemetry.PowerShell.Commands;

/// <summary>Registers a script block as a handler of one or more events.</summary>
[Cmdlet(VerbsLifecycle.Register, "TelemetryHandler")]
[OutputType(typeof(ScriptHandlerInfo))]
public sealed class RegisterTelemetryHandlerCommand : PSCmdlet
{
    /// <summary>What the handler is known by, unique in the process without regard to case.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Id { get; set; } = string.Empty;

    /// <summary>The events to handle. All of them or, where anything is wrong, none.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string[] EventName { get; set; } = [];

    /// <summary>What runs when one of the events occurs. It is given the event's name, its measurements, its metadata
    /// and <see cref="Config"/>, in this order; <c>$_</c> is the whole event.</summary>
    [Parameter(Mandatory = true, Position = 2, ValueFromPipelineByPropertyName = true)]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    /// <summary>An object of any kind that the handler is given at each call, the same one each time.</summary>
    [Parameter(Position = 3, ValueFromPipelineByPropertyName = true)]
    public object? Config { get; set; }

    /// <summary>From where events reach the handler: everywhere in the process, or only the session that registers
    /// it.</summary>
    [Parameter]
    public TelemetryHandlerScope Scope { get; set; }

    /// <summary>What runs first in each of the sessions that the module keeps for events from elsewhere: defines the
    /// functions and variables, and imports the modules, that the handler needs there.</summary>
    [Parameter]
    public ScriptBlock? InitializationScript { get; set; }

    /// <summary>Replaces the handler that has the id, in one step: no event is missed or handled twice.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes what was registered, as Get-TelemetryHandler does.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ScriptBlockRules.FindProblem(ScriptBlock) is { } problem)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidScriptBlock(ScriptBlock, problem));
        }

        if (string.IsNullOrWhiteSpace(Id))
        {
            ThrowTerminatingError(TelemetryErrors.InvalidHandlerId(Id));
        }

        if (InitializationScript is not null && ScriptBlockRules.FindProblem(InitializationScript) is { } initProblem)
        {
            ThrowTerminatingError(TelemetryErrors.InvalidInitializationScript(InitializationScript, initProblem));
        }

        PSLanguageMode mode = SessionState.LanguageMode;
        var handler = new ScriptHandler(
            ScriptBlock, HandlerSession.OfThisThread(Host, mode), Scope, InitializationScript, mode);
        HandlerRegistration registration = Attach(handler, [.. EventName.Select(ParseName)]);
        handler.Bind(registration);
        if (PassThru)
        {
            WriteObject(ScriptHandlerInfo.Of(registration), enumerateCollection: true);
        }
    }

    private HandlerRegistration Attach(ScriptHandler handler, EventName[] names)
    {
        TelemetryDispatcher dispatcher = TelemetryDispatcher.Default;
        if (Force)
        {
            return dispatcher.Replace(Id, names, handler.Handle, Config);
        }

        if (!dispatcher.TryAttachMany(Id, names, handler.Handle, Config, out HandlerRegistration? registration))
        {
            ThrowTerminatingError(TelemetryErrors.HandlerAlreadyExists(Id));
        }

        return registration!;
    }

    private EventName ParseName(string name)
    {
        if (!Telemetry.EventName.TryParse(name, out EventName? parsed))
        {
            ThrowTerminatingError(EventNameErrors.For(name));
        }

        return parsed!;
    }
}
