namespace Telemetry.Commands;

/// <summary>Completes the name of a span from the spans whose events are known or declared.</summary>
internal sealed class SpanNameCompleter : EventNameCompleter
{
    private const string Start = ".start";

    /// <inheritdoc/>
    protected override IEnumerable<string> Names() => base.Names()
        .Where(name => name.EndsWith(Start, StringComparison.OrdinalIgnoreCase))
        .Select(name => name.Substring(0, name.Length - Start.Length))
        .Where(name => TelemetryDispatcher.Default.TryGetEvent($"{name}.stop", out _)
            && TelemetryDispatcher.Default.TryGetEvent($"{name}.exception", out _));

    /// <inheritdoc/>
    protected override IEnumerable<string> DeclaredNames(CompletionWord word) =>
        DeclaredEvents.For(word).Where(declaration => declaration.Span is not null).Select(declaration => declaration.Span!.ToString());

    /// <inheritdoc/>
    protected override string Describe(string name) => Count(
        TelemetryDispatcher.Default.List(name)
            .Select(entry => entry.Registration)
            .Distinct()
            .Count(),
        "handler");
}
