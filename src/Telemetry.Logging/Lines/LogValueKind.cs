namespace Telemetry.Logging;

/// <summary>The kinds of values in a line.</summary>
internal enum LogValueKind
{
    Null,
    Boolean,

    /// <summary>An integer or a finite double.</summary>
    Number,

    /// <summary>A number of another type, as text.</summary>
    Digits,

    Duration,
    Text,
    List,

    /// <summary>An object or a dictionary, with members.</summary>
    Members,
}
