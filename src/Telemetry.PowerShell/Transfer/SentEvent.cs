using System.Collections.Specialized;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An event as an object whose properties the engine's serialization keeps. Another process makes an event of it
/// again.</summary>
internal static class SentEvent
{
    /// <summary>The first type name of such an object.</summary>
    internal const string TypeName = "Telemetry.SentEvent";

    /// <summary>The identity of this process among all. It is in the contexts of spans, too: each process numbers its spans from
    /// 1.</summary>
    internal static string Origin { get; } = Guid.NewGuid().ToString("N").Substring(0, 12);

    /// <summary>The id of this process.</summary>
    internal static int ProcessId { get; } = GetProcessId();

    internal static PSObject Of(TracedEvent traced)
    {
        var exceptions = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        OrderedDictionary metadata = Fields(traced.Metadata, exceptions);
        if (metadata.Contains(SpanKeys.Context))
        {
            metadata[SpanKeys.Context] = ContextOf(metadata[SpanKeys.Context]);
        }

        if (metadata.Contains(SpanKeys.Parent))
        {
            metadata[SpanKeys.Parent] = ContextOf(metadata[SpanKeys.Parent]);
        }
        else if (traced.SpanContext is { } parent)
        {
            // An event that is not one of a span has its place in one nevertheless.
            metadata[SpanKeys.Parent] = ContextOf(parent);
        }

        var sent = new PSObject();
        sent.TypeNames.Insert(0, TypeName);
        Add(sent, "EventName", traced.EventName);
        Add(sent, "Timestamp", traced.Timestamp);
        Add(sent, "Measurements", Fields(traced.Measurements, exceptions));
        Add(sent, "Metadata", metadata);
        Add(sent, "Exceptions", exceptions);
        Add(sent, "Origin", Origin);
        Add(sent, "ProcessId", ProcessId);
        Add(sent, "ThreadId", traced.ThreadId);
        Add(sent, "Session", traced.Session);
        return sent;
    }

    // The process of a span is in its context, unless the span came from another process before.
    private static object? ContextOf(object? context) => context switch
    {
        null or string => context,
        _ => FormattableString.Invariant($"{Origin}/{context}"),
    };

    private static OrderedDictionary Fields(ScriptFields fields, OrderedDictionary exceptions)
    {
        var sent = new OrderedDictionary(StringComparer.OrdinalIgnoreCase);
        foreach (System.Collections.DictionaryEntry field in fields)
        {
            string key = Convert.ToString(field.Key, CultureInfo.InvariantCulture) ?? string.Empty;
            object? value = field.Value is PSObject wrapper ? wrapper.BaseObject : field.Value;
            if ((value as ErrorRecord)?.Exception is { } of)
            {
                value = of;
            }

            if (value is Exception exception)
            {
                exceptions[key] = new object?[]
                {
                    exception.GetType().FullName, SentValue.Of(exception.Message), SentValue.Of(exception),
                };
            }

            sent[key] = value is Exception failure ? SentValue.Of(failure.Message) : SentValue.Of(value);
        }

        return sent;
    }

    private static void Add(PSObject sent, string name, object? value) => sent.Properties.Add(new PSNoteProperty(name, value));

    private static int GetProcessId()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }
}
