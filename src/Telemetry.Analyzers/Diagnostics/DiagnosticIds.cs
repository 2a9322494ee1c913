namespace Telemetry.Analyzers;

/// <summary>The ids of the diagnostics. Each one has a page, <c>docs/diagnostics/&lt;id&gt;.md</c>.</summary>
public static class DiagnosticIds
{
    /// <summary>A constant is not a valid name of an event, or not a valid pattern.</summary>
    public const string InvalidName = "TEL101";

    /// <summary>A key occurs twice in the measurements or the metadata of an event.</summary>
    public const string DuplicateKey = "TEL102";

    /// <summary>A value can never be a measurement.</summary>
    public const string NotAMeasurement = "TEL103";

    /// <summary>Options are passed as the config of a handler.</summary>
    public const string OptionsAsConfig = "TEL104";

    /// <summary>The task of a span is not awaited.</summary>
    public const string SpanNotAwaited = "TEL105";

    /// <summary>An event or a span is looked up by name again and again.</summary>
    public const string RepeatedLookup = "TEL106";

    /// <summary>A declared event is emitted with a key that is not declared.</summary>
    public const string UndeclaredKey = "TEL107";

    /// <summary>A declared event is emitted without a declared key.</summary>
    public const string MissingKey = "TEL108";
}
