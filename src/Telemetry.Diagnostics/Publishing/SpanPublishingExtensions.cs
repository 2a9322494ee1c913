using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>An extension method that publishes spans as activities of the platform.</summary>
public static class SpanPublishingExtensions
{
    private static readonly string[] s_all = ["*"];

    /// <summary>Publishes the spans of a dispatcher as activities of the source <c>Telemetry</c>, so that an OpenTelemetry SDK in the
    /// process or an <see cref="ActivityListener"/> receives them.</summary>
    /// <remarks>
    /// <para>An activity starts with the <c>start</c> event of a span, and is then <see cref="Activity.Current"/> in the flow of
    /// control that started the span. Its parent is the activity of the span's parent; without one, the current activity, unless that
    /// has stopped. It stops with the <c>stop</c> or the <c>exception</c> event, in any order and on any thread; the activity that was
    /// current before becomes current again if it still runs. A flow of control in which the span was started, and not ended, keeps
    /// the activity until the next event of a published span there.</para>
    /// <para>A parent in another process is the text of <see cref="TraceParent"/>: of a span in its start metadata, with the key
    /// <c>telemetry_span_parent</c>, and of all spans without a parent in <see cref="TraceParent.Default"/>.</para>
    /// <para>Metadata and measurements are tags: numbers, booleans and text as they are, spans of time in seconds, other values as
    /// text. An <c>exception</c> event sets the status to an error, and adds an event with the type, the message and the stack
    /// trace.</para>
    /// <para>While no listener listens to the source, no activity is created. The spans cost as much as with a handler.</para>
    /// </remarks>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <param name="patterns">The names of the spans, with the wildcards <c>*</c> and <c>?</c>, as in <c>web.*</c>; none for all spans
    /// except those of the library itself, whose names begin with <c>telemetry</c>.</param>
    /// <returns>The publication, which ends when it is disposed.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="FormatException">A pattern is not valid.</exception>
    public static ActivityPublication PublishActivities(this TelemetryDispatcher dispatcher, params string[] patterns)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(patterns);
        return new ActivityPublication(dispatcher, [.. (patterns.Length == 0 ? s_all : patterns).Select(EventPattern.Parse)]);
    }
}
