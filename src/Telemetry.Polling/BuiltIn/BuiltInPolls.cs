namespace Telemetry.Polling;

/// <summary>The polls that are built in: measurements of the process and its runtime. None runs unless it is added.</summary>
public static class BuiltInPolls
{
    /// <summary>The names of the built-in polls.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Process", "Runtime"];

    /// <summary>Adds a built-in poll.</summary>
    /// <param name="poller">The poller.</param>
    /// <param name="builtIn">The name of the built-in poll, one of <see cref="Names"/>, without regard to case.</param>
    /// <param name="options">The options; null for the defaults. The events have names of their own, so that
    /// <see cref="PollOptions.EventName"/> is not allowed.</param>
    /// <param name="name">The name of the poll in the poller; null for the name of the built-in one.</param>
    /// <exception cref="ArgumentNullException"><paramref name="poller"/> or <paramref name="builtIn"/> is null.</exception>
    /// <exception cref="PollException">There is no such built-in poll, an option is not valid, or the poller has a poll of this
    /// name.</exception>
    /// <exception cref="ObjectDisposedException">The poller is disposed.</exception>
    public static Poll AddBuiltIn(this Poller poller, string builtIn, PollOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(poller);
        ArgumentNullException.ThrowIfNull(builtIn);
        string known = Names.FirstOrDefault(one => string.Equals(one, builtIn, StringComparison.OrdinalIgnoreCase))
            ?? throw new PollException(
                PollErrorKind.UnknownBuiltIn,
                $"There is no built-in poll '{builtIn}'. Choose one of: {string.Join(", ", Names)}.",
                builtIn);
        if (options?.EventName is { } eventName)
        {
            throw new PollException(
                PollErrorKind.InvalidOption, "The events of a built-in poll have names of their own. Leave out the event name.", eventName);
        }

        return poller.Add(name ?? known, static _ => { }, options);
    }
}
