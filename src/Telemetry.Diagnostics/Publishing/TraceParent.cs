using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>Parents of spans in other processes, as the W3C recommendation "Trace Context" writes them: the text
/// <c>00-&lt;trace&gt;-&lt;span&gt;-&lt;flags&gt;</c>, which a request has in its header <c>traceparent</c>, and a process in its variable
/// <c>TRACEPARENT</c>. Safe to use from any thread.</summary>
public static class TraceParent
{
    // Boxed, so that it is read and set as a whole.
    private static volatile object? s_default;

    /// <summary>The parent of published spans that have none in this process: most often the one of the variable <c>TRACEPARENT</c>
    /// (<see cref="FromEnvironment"/>); the default value for none.</summary>
    public static ActivityContext Default
    {
        get => s_default is ActivityContext context ? context : default;
        set => s_default = value == default ? null : value;
    }

    /// <summary>Returns the parent that the variables <c>TRACEPARENT</c> and <c>TRACESTATE</c> of the process have, set by the program
    /// that started it; the default value without a valid one.</summary>
    public static ActivityContext FromEnvironment() => ActivityContext.TryParse(
        Environment.GetEnvironmentVariable("TRACEPARENT"),
        Environment.GetEnvironmentVariable("TRACESTATE"),
        isRemote: true,
        out ActivityContext context) ? context : default;

    /// <summary>Returns the text that makes a span the parent of spans in another process.</summary>
    /// <param name="span">The span.</param>
    /// <param name="dispatcher">The dispatcher of its events; null for <see cref="TelemetryDispatcher.Default"/>.</param>
    /// <returns>The text; null if the span has ended, or has no activity: it is not published, or nobody listens.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="span"/> is null.</exception>
    public static string? Of(TelemetrySpan span, TelemetryDispatcher? dispatcher = null)
    {
        ArgumentNullException.ThrowIfNull(span);
        MetadataValue context = span.Context;
        Activity? activity = SpanActivities.Of(dispatcher ?? TelemetryDispatcher.Default).Find(in context);
        return activity is { IdFormat: ActivityIdFormat.W3C } ? activity.Id : null;
    }

    /// <summary>Reads the parent of a span that is a text.</summary>
    internal static bool TryRead(in MetadataValue value, out ActivityContext context)
    {
        context = default;
        return value.TryGetString(out string? text) && ActivityContext.TryParse(text, traceState: null, isRemote: true, out context);
    }
}
