using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>A poll to register: a script block, or built-in measurements. Immutable.</summary>
internal sealed class PollRequest
{
    /// <summary>The name of the poll.</summary>
    internal required string Name { get; init; }

    /// <summary>The options.</summary>
    internal required PollOptions Options { get; init; }

    /// <summary>The warnings of the poll.</summary>
    internal required SessionWarnings Warnings { get; init; }

    /// <summary>The name of the built-in measurements, as it is listed; null for a script block.</summary>
    internal string? BuiltIn { get; init; }

    /// <summary>The script block; null for built-in measurements.</summary>
    internal ScriptPoll? Script { get; init; }

    /// <summary>The session and the module of the script block, with which the poll leaves; null for built-in measurements, which stay
    /// until no session is left.</summary>
    internal BlockOwners? Owners { get; init; }
}
