using System.Management.Automation;

namespace Telemetry.PowerShell;

/// <summary>
/// A script block as a handler: emitted in the session that registered it, the block itself runs; emitted from anywhere
/// else, a copy of it runs in a private session. Either way on the thread that emits, and before the emit returns.
/// </summary>
internal sealed class ScriptHandler
{
    private readonly bool _readsEvent;
    private readonly ModuleHandlers? _module;
    private readonly PrivateSessionPool? _privateSessions;

    /// <param name="block">What runs.</param>
    /// <param name="session">The session that registers it.</param>
    /// <param name="scope">From where events reach it.</param>
    /// <param name="initializationScript">What runs first in each private session, if anything.</param>
    /// <param name="mode">The language mode in which it is registered.</param>
    internal ScriptHandler(
        ScriptBlock block,
        HandlerSession session,
        TelemetryHandlerScope scope,
        ScriptBlock? initializationScript,
        PSLanguageMode mode)
    {
        Block = block;
        Session = session;
        _readsEvent = ScriptBlockRules.ReadsEvent(block);
        _module = ModuleHandlers.Of(block.Module);
        PSLanguageMode strictest = BlockLanguage.ModeOf(initializationScript ?? block, BlockLanguage.ModeOf(block, mode));
        _privateSessions = scope == TelemetryHandlerScope.Session
            ? null
            : new PrivateSessionPool(() => new PrivateSession(block, initializationScript, strictest));
    }

    internal ScriptBlock Block { get; }

    /// <summary>The session that registered the handler: its home.</summary>
    internal HandlerSession Session { get; }

    /// <summary>What the dispatcher calls.</summary>
    internal void Handle(in EventData data, object? config)
    {
        bool isHome = Session.IsHere;
        if (!isHome && _privateSessions is null)
        {
            return;
        }

        EventRecord record = data.ToRecord();
        var call = new HandlerCall(
            [record.Name, record.Measurements, record.Metadata, config],
            _readsEvent ? record : null,
            Emitter.MessagePreferences(isHome));
        IReadOnlyList<object> written = isHome ? RunHere(call) : RunElsewhere(_privateSessions!, call);
        Emitter.Forward(written, Session.Host);
        call.ThrowIfFailed();
    }

    /// <summary>Ties the handler to what it goes with: its session and its module; and its private sessions to
    /// it.</summary>
    internal void Bind(HandlerRegistration registration)
    {
        registration.Detached += (_, _) => _privateSessions?.Dispose();
        if (!registration.IsAttached)
        {
            _privateSessions?.Dispose();
        }

        Session.Handlers.Add(registration);
        Session.DetachIfClosed();
        _module?.Add(registration);
    }

    private IReadOnlyList<object> RunHere(HandlerCall call)
    {
        _module?.Watch();
        return Session.Runner.Run(Block, call);
    }

    private static IReadOnlyList<object> RunElsewhere(PrivateSessionPool sessions, HandlerCall call)
    {
        PrivateSession session = sessions.Rent();
        try
        {
            return Emitter.Stop is { } stop ? stop.Run(session, call) : session.Run(call);
        }
        finally
        {
            sessions.Return(session);
        }
    }
}
