using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>
/// A script block as a handler: emitted in the session that registered it, the block itself runs; emitted from anywhere
/// else, a copy of it runs in a private session. Either way on the thread that emits, and before the emit returns.
/// </summary>
internal sealed class ScriptHandler
{
    private readonly bool _readsEvent;
    private readonly PrivateSessionPool _privateSessions;

    internal ScriptHandler(ScriptBlock block, HandlerSession session)
    {
        Block = block;
        Session = session;
        _readsEvent = ScriptBlockRules.ReadsEvent(block);
        _privateSessions = new PrivateSessionPool(block, session.LanguageMode);
    }

    internal ScriptBlock Block { get; }

    /// <summary>The session that registered the handler: its home.</summary>
    internal HandlerSession Session { get; }

    /// <summary>What the dispatcher calls.</summary>
    internal void Handle(in EventData data, object? config)
    {
        EventRecord record = data.ToRecord();
        object?[] arguments = [record.Name.ToString(), record.Measurements, record.Metadata, config];
        var call = new HandlerCall(arguments, _readsEvent ? record : null);
        Emitter.Forward(Session.IsHere ? Session.Runner.Run(Block, call) : RunElsewhere(call), Session.Host);
        call.ThrowIfFailed();
    }

    private IReadOnlyList<object> RunElsewhere(HandlerCall call)
    {
        PrivateSession session = _privateSessions.Rent();
        try
        {
            return session.Run(call);
        }
        finally
        {
            _privateSessions.Return(session);
        }
    }
}
