namespace Telemetry.Diagnostics;

/// <summary>A reason why something that a source reported became no event, or an event only in part. Nothing of it reaches the
/// library that reports.</summary>
public enum SourceProblem
{
    /// <summary>An activity was started before the source was listened to, so that its end became no event.</summary>
    StartNotSeen,

    /// <summary>An activity had not stopped when listening ended, so that its start has no end.</summary>
    EndNotSeen,

    /// <summary>The source has more names of events than are kept apart; the event has the name <c>(other)</c> in place of its
    /// own.</summary>
    TooManyNames,

    /// <summary>A tag has no key; the event does not have the tag.</summary>
    InvalidTag,

    /// <summary>The text of a value could not be obtained, as it threw an exception; the event does not have the value.</summary>
    TagFailed,

    /// <summary>A text, a list or the number of tags was too long; the event has a part of it.</summary>
    Truncated,

    /// <summary>The event could not be built or emitted, for example as it was emitted in a circle of handlers.</summary>
    EmitFailed,

    /// <summary>An instrument that is read at an interval threw an exception.</summary>
    ReadFailed,
}
