namespace Telemetry.Polling;

/// <summary>The kinds of errors for which a poll is not added.</summary>
public enum PollErrorKind
{
    /// <summary>The name or an option has a value that is out of range or has no meaning.</summary>
    InvalidOption,

    /// <summary>The interval is out of range.</summary>
    InvalidInterval,

    /// <summary>The poller has a poll of this name.</summary>
    PollAlreadyExists,

    /// <summary>There is no built-in poll of this name.</summary>
    UnknownBuiltIn,
}
