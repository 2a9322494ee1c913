using System.Collections;

namespace Telemetry.Logging;

/// <summary>A value as a line shows it, whatever the format. All that an emitter's object has to say is said before it is written,
/// apart from the items of lists and the members.</summary>
internal readonly struct LogValue
{
    private readonly object? _reference;

    private LogValue(LogValueKind kind, object? reference = null, MeasurementValue number = default)
    {
        Kind = kind;
        _reference = reference;
        Number = number;
    }

    internal LogValueKind Kind { get; }

    /// <summary>The number; 1 for true and 0 for false.</summary>
    internal MeasurementValue Number { get; }

    internal bool IsTrue => Number.TryGetInt64(out long bit) && bit != 0;

    internal TimeSpan Duration => Number.TryGetTimeSpan(out TimeSpan time) ? time : TimeSpan.Zero;

    /// <summary>The text, or the digits of a number.</summary>
    internal string Text => (string)_reference!;

    /// <summary>The items of a list.</summary>
    internal IEnumerable Items => (IEnumerable)_reference!;

    /// <summary>The members of an object, or the entries of a dictionary.</summary>
    internal IEnumerable<KeyValuePair<string, object?>> Members => (IEnumerable<KeyValuePair<string, object?>>)_reference!;

    internal static LogValue Of(bool flag) => new(LogValueKind.Boolean, number: flag ? 1 : 0);

    internal static LogValue Of(TimeSpan duration) => new(LogValueKind.Duration, number: duration);

    internal static LogValue OfNumber(MeasurementValue number) => new(LogValueKind.Number, number: number);

    internal static LogValue OfDigits(string digits) => new(LogValueKind.Digits, digits);

    internal static LogValue Of(string text) => new(LogValueKind.Text, text);

    internal static LogValue OfItems(IEnumerable items) => new(LogValueKind.List, items);

    internal static LogValue OfMembers(IEnumerable<KeyValuePair<string, object?>> members) => new(LogValueKind.Members, members);
}
