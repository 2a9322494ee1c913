using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Telemetry.Commands;

/// <summary>
/// A script block as a handler. For events that are emitted in the session that registered it, the block itself runs; for
/// events from elsewhere, or from a buffer, a copy of it runs in a private session. Either runs on the calling thread, and
/// before the call returns.
/// </summary>
internal sealed class ScriptHandler : ISessionHandler
{
    private const int MeasurementsIndex = 1;
    private const int MetadataIndex = 2;
    private const int ConfigIndex = 3;

    /// <summary>The ways to give a copy of a handler what it needs.</summary>
    internal const string WaysOut =
        "Define what it needs in -InitializationScript, hand objects over as -Config, or keep events from elsewhere away by "
        + "-Scope Session.";

    // A handler that works at home is detached for home too, and its author wonders.
    private const string FarFromHome =
        $"(A copy of the handler ran in a private session, which has nothing of the handler's own session. {WaysOut})";

    private const string FunctionFarFromHome =
        "(A copy of the script block ran in a private session, which has nothing of the block's own session. Write the statements into "
        + "the block, or put the function into a module that is on the module path.)";

    private readonly BlockOwners _owners;
    private readonly ScriptBlock? _initializationScript;
    private readonly PSLanguageMode _mode;
    private readonly string _folder;
    private readonly IReadOnlyList<SessionStateCommandEntry> _commands;
    private readonly bool _readsEvent;
    private readonly bool _usesStreams;
    private readonly bool _usesLocation;
    private readonly int _argumentCount;
    private readonly bool _hasDefaultConfig;
    private readonly bool _readsMeasurements;
    private readonly bool _readsMetadata;
    private readonly InvocationInfo? _position;
    private readonly BlockCode? _code;
    private readonly CopiedBlock _copies;
    private readonly PrivateSessionPool _privateSessions;

    /// <param name="block">The block to run.</param>
    /// <param name="session">The session that registers the handler.</param>
    /// <param name="scope">The origin of the events that reach the handler.</param>
    /// <param name="initializationScript">The script that runs first in each private session, or null.</param>
    /// <param name="mode">The language mode in which the handler is registered.</param>
    /// <param name="folder">The folder of the session, in which copies run if the emitter has none.</param>
    /// <param name="commands">The commands that each of its private sessions has besides the engine's own.</param>
    internal ScriptHandler(
        ScriptBlock block,
        HandlerSession session,
        TelemetryHandlerScope scope,
        ScriptBlock? initializationScript,
        PSLanguageMode mode,
        string folder,
        IReadOnlyList<SessionStateCommandEntry> commands)
    {
        Block = block;
        Session = session;
        Scope = scope;
        _initializationScript = initializationScript;
        _mode = mode;
        _folder = folder;
        _commands = commands;
        _readsEvent = BlockShape.ReadsUnderscore(block);
        _usesStreams = BlockShape.UsesStreams(block);
        _usesLocation = _usesStreams || BlockShape.ReadsLocation(block);
        _argumentCount = BlockShape.ArgumentCount(block, _usesStreams);
        _hasDefaultConfig = BlockShape.HasDefault(block, ConfigIndex);
        _readsMeasurements = BlockShape.ReadsParameter(block, MeasurementsIndex, _usesStreams);
        _readsMetadata = BlockShape.ReadsParameter(block, MetadataIndex, _usesStreams);
        _position = BlockShape.SharedPosition(block, _usesStreams);
        _code = BlockCode.Of(block, _position);
        _owners = BlockOwners.Of(session, block);
        _copies = new CopiedBlock(block);
        PSLanguageMode strictest = BlockLanguage.ModeOf(initializationScript ?? block, BlockLanguage.ModeOf(block, mode));
        _privateSessions = initializationScript is null
            ? PrivateSessionPool.Shared(strictest, commands)
            : new PrivateSessionPool(() => new PrivateSession(strictest, commands, initializationScript, folder));
    }

    internal ScriptBlock Block { get; }

    /// <summary>The home session of the handler, which registered it.</summary>
    internal HandlerSession Session { get; }

    /// <summary>The origin of the events that reach the handler.</summary>
    internal TelemetryHandlerScope Scope { get; }

    /// <summary>The filter for the origin of its events; null if it handles those from everywhere.</summary>
    internal HandlerFilter? ScopeFilter => Scope == TelemetryHandlerScope.Session ? IsEmittedHere : null;

    /// <summary>Creates the same handler, to be registered once more.</summary>
    internal ScriptHandler Again() => new(Block, Session, Scope, _initializationScript, _mode, _folder, _commands);

    /// <summary>Handles an event. Called by the dispatcher.</summary>
    internal void Handle(in EventData data, object? config) => Call(in data, config, keepsOutput: false);

    /// <summary>Calls the block with an event.</summary>
    /// <returns>The objects that it wrote to its output.</returns>
    internal IReadOnlyList<object?> Evaluate(in EventData data, object? config = null) => Call(in data, config, keepsOutput: true);

    /// <summary>Determines whether the block selects an event: by its output, as <c>Where-Object</c> does.</summary>
    internal bool Selects(in EventData data, object? config = null) => Evaluate(in data, config) is var output && output.Count switch
    {
        0 => false,
        1 => LanguagePrimitives.IsTrue(output[0]),
        _ => true,
    };

    private IReadOnlyList<object?> Call(in EventData data, object? config, bool keepsOutput)
    {
        // A session that is opened now might keep the process from ending.
        if (ProcessEnd.HasDrained)
        {
            return [];
        }

        bool isHome = Session.IsHere;
        ScriptRecord? record = _readsEvent ? new ScriptRecord(data.ToRecord()) : null;
        var call = new HandlerCall(
            Arguments(in data, record, config),
            record,
            _usesStreams ? Emitter.MessagePreferences(isHome) : null)
        {
            KeepsOutput = keepsOutput,
            Position = _position,
            Code = isHome ? _code : null,
        };
        IReadOnlyList<object> written = isHome ? RunHere(call) : RunElsewhere(call);
        if (written.Count > 0)
        {
            Emitter.Forward(written, Session.Host);
        }

        try
        {
            call.ThrowIfFailed();
            return call.Output;
        }
        catch (HandlerFaultException e) when (!isHome && e.InnerException is CommandNotFoundException)
        {
            string reason = keepsOutput ? FunctionFarFromHome : FarFromHome;
            throw new HandlerFaultException($"{e.Message} {reason}", e.InnerException, e.HandlerStackTrace ?? string.Empty);
        }
    }

    /// <summary>Ties the handler to its session and its module, with which it is detached; and its private sessions to the
    /// handler.</summary>
    internal void Bind(HandlerRegistration registration)
    {
        Acquire();
        registration.Detached += (_, _) => Release();
        if (!registration.IsAttached)
        {
            Release();
        }

        Join(new HandlerMember(registration));
    }

    /// <summary>Keeps private sessions for copies of the block.</summary>
    internal void Acquire() => _privateSessions.Acquire();

    /// <summary>Releases the private sessions, and the copies in them.</summary>
    internal void Release() => _privateSessions.Release(_copies);

    /// <summary>Ties what the block is registered for to its session and its module, with which it is detached.</summary>
    internal void Join(ISessionMember member) => _owners.Join(member);

    /// <inheritdoc/>
    public bool BelongsTo(HandlerSession session) => _owners.Include(session);

    internal bool BelongsTo(ModuleHandlers module) => _owners.Include(module);

    private bool IsEmittedHere(in EventData data, object? config) => Session.IsHere;

    // Values that the block does not use are not made.
    private object?[] Arguments(in EventData data, ScriptRecord? record, object? config)
    {
        // Without a value for it, a parameter has its default.
        var arguments = new object?[config is null && _hasDefaultConfig ? Math.Min(_argumentCount, ConfigIndex) : _argumentCount];
        if (arguments.Length > 0)
        {
            arguments[0] = data.EventName.ToString();
        }

        // In the debugger, a user may look at a value that the block does not read.
        bool isDebugged = !(_readsMeasurements && _readsMetadata) && Runspace.DefaultRunspace?.Debugger is { IsActive: true };
        if (arguments.Length > MeasurementsIndex && (_readsMeasurements || isDebugged))
        {
            arguments[MeasurementsIndex] = record?.Measurements ?? ScriptFields.Of(new EventFields<MeasurementValue>(data.Measurements));
        }

        if (arguments.Length > MetadataIndex && (_readsMetadata || isDebugged))
        {
            arguments[MetadataIndex] = record?.Metadata ?? ScriptFields.Of(new EventFields<MetadataValue>(data.Metadata));
        }

        if (arguments.Length > ConfigIndex)
        {
            arguments[ConfigIndex] = config;
        }

        return arguments;
    }

    private IReadOnlyList<object> RunHere(HandlerCall call)
    {
        _owners.WatchModule();
        using EmitterState emitter = Session.SaveEmitterState(_usesStreams);
        using HomePreferences.Scope preferences = HomePreferences.Enter(Block, call);
        return Session.Runner.Run(Block, call);
    }

    private IReadOnlyList<object> RunElsewhere(HandlerCall call)
    {
        call.UseDefaultPreferences();
        call.Folder = _usesLocation ? EmitterLocation.Or(_folder) : null;
        EmitterStop? stop = Emitter.Stop;
        PrivateSession session = stop is null ? Rent() : stop.Rent(Rent);
        try
        {
            using BlockOwners.Scope copy = _owners.EnterCopy();
            return stop is null ? session.Run(call) : stop.Run(session, call);
        }
        finally
        {
            _privateSessions.Return(session);
        }
    }

    private PrivateSession Rent() => _privateSessions.Rent(_copies, Block);
}
