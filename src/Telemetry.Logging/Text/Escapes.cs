namespace Telemetry;

/// <summary>The characters that are escaped in text.</summary>
internal enum Escapes
{
    /// <summary>The backslash and the line feed, as in the descriptions of Prometheus.</summary>
    Line,

    /// <summary>The quotation mark, too, as in the labels of Prometheus and in all text of OpenMetrics.</summary>
    Quoted,

    /// <summary>The quotation mark, the backslash and all control characters, as in JSON.</summary>
    Json,

    /// <summary>The control characters alone, for text in one line.</summary>
    Controls,
}
