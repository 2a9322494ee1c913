namespace Telemetry.Logging;

/// <summary>The format of the lines of a log.</summary>
public enum LogFormat
{
    /// <summary>A JSON object in each line, with the members <c>time</c>, <c>name</c>, <c>pid</c>, <c>span</c> and <c>parent</c> where
    /// there are any, <c>measurements</c> and <c>metadata</c>.</summary>
    Json,

    /// <summary>Pairs of a key and a value, separated by spaces: <c>time=… name=job.done duration_ms=12.5
    /// file="my notes.txt"</c>.</summary>
    Logfmt,

    /// <summary>Text by a template, for people.</summary>
    Text,
}
