namespace Telemetry;

/// <summary>The descriptions of the events of a span: what happens to the span, and the description of its operation.</summary>
internal static class SpanDescriptions
{
    internal const string Start = "The span starts.";
    internal const string Stop = "The span ends.";
    internal const string Exception = "The span fails.";

    /// <summary>The beginnings of the descriptions.</summary>
    internal static readonly string[] Begins = [Start, Stop, Exception];

    /// <summary>Returns a description.</summary>
    /// <param name="begin">Its beginning.</param>
    /// <param name="operation">The description of the operation; null for none.</param>
    internal static string Of(string begin, string? operation) => string.IsNullOrWhiteSpace(operation) ? begin : $"{begin} {operation}";
}
