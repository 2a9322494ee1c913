namespace Telemetry;

/// <summary>A difference of an emitted event from its declaration. Immutable, and safe to use from any thread.</summary>
public sealed class DeclarationProblem
{
    internal DeclarationProblem(EventName eventName, DeclarationProblemKind kind, string key, string message)
    {
        Event = eventName;
        Kind = kind;
        Key = key;
        Message = message;
    }

    /// <summary>The name of the event, in the spelling of the declaration.</summary>
    public EventName Event { get; }

    /// <summary>The kind of the problem.</summary>
    public DeclarationProblemKind Kind { get; }

    /// <summary>The key, in the spelling of the declaration, or in that of the event if it is not declared.</summary>
    public string Key { get; }

    /// <summary>A description of the problem that says what to do, in English.</summary>
    public string Message { get; }

    /// <summary>Returns the message.</summary>
    public override string ToString() => Message;
}
