using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A line of a tree, as Format-TelemetryTree writes it. Immutable.</summary>
public sealed class TelemetryTreeLine
{
    private const int DurationWidth = 8;
    private const int ShareWidth = 5;

    private readonly string _prefix;
    private readonly string _text;

    internal TelemetryTreeLine(string name, TelemetryTreeState state, int depth, string prefix, string text)
    {
        Name = name;
        State = state;
        Depth = depth;
        _prefix = prefix;
        _text = text;
    }

    /// <summary>The name of the span or of the event.</summary>
    public string Name { get; }

    /// <summary>Whether the line is that of a span that was stopped, failed or is open, of an event, or of several of them.</summary>
    public TelemetryTreeState State { get; }

    /// <summary>The number of spans around it.</summary>
    public int Depth { get; }

    /// <summary>The duration of the span, or of all spans of a folded line together; null if it is not known.</summary>
    public TimeSpan? Duration { get; internal init; }

    /// <summary>The duration as a part of that of the parent, from 0; more than 1 for spans that ran in parallel and were folded. Null if
    /// it is not known.</summary>
    public double? Share { get; internal init; }

    /// <summary>Whether the span is on the slowest path: the slowest root, its slowest child and so on.</summary>
    public bool IsSlowest { get; internal init; }

    /// <summary>The text of the line, without its duration and share.</summary>
    public string Text => (IsSlowest ? "* " : "  ") + _prefix + _text;

    /// <summary>The duration as text.</summary>
    [Hidden]
    public string? DurationText => Commands.DurationText.Of(Duration);

    /// <summary>The share as text.</summary>
    [Hidden]
    public string? ShareText => Share is { } share ? Math.Round(100 * share).ToString("0", CultureInfo.InvariantCulture) + "%" : null;

    /// <summary>The text with the colors of the host, which the engine removes where colors are not wanted.</summary>
    [Hidden]
    public string StyledText => State == TelemetryTreeState.Failed ? ErrorStyle.Of(Text) : Text;

    /// <summary>Returns the line, without colors and not cut.</summary>
    public override string ToString() =>
        $"{(DurationText ?? string.Empty).PadLeft(DurationWidth)} {(ShareText ?? string.Empty).PadLeft(ShareWidth)} {Text}".TrimEnd();
}
