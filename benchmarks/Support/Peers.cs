using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Reactive.Subjects;
using System.Runtime.CompilerServices;

namespace Telemetry.Benchmarks.Support;

/// <summary>The same event in loops by the means of others, each with a listener that counts or with none.</summary>
internal sealed class Peers
{
    private readonly DiagnosticListener _diagnostic = new("Benchmarks");
    private readonly Counter<long> _counter = new Meter("Benchmarks").CreateCounter<long>("requests");
    private readonly Subject<PlainEvent.Payload> _subject = new();

    // What listens is kept: the runtime would collect it.
    private readonly List<object> _listeners = [];

    internal Peers(bool haveListeners)
    {
        if (haveListeners)
        {
            Listen();
        }
    }

    internal void WriteAnonymous()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            WriteAnonymousOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteAnonymousOnce() =>
        _diagnostic.Write(
            Request.Name,
            new { Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached });

    internal void WriteIfEnabled()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            if (_diagnostic.IsEnabled(Request.Name))
            {
                WriteAnonymousOnce();
            }
        }
    }

    internal void WriteDictionaries()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            WriteDictionariesOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteDictionariesOnce() =>
        _diagnostic.Write(
            Request.Name,
            new
            {
                Measurements = new Dictionary<string, object>
                {
                    ["duration"] = Request.Duration, ["size"] = Request.Size,
                },
                Metadata = new Dictionary<string, object>
                {
                    ["route"] = Request.Route, ["status"] = Request.Status, ["cached"] = Request.Cached,
                },
            });

    internal void WriteEventSource()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            WriteEventSourceOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WriteEventSourceOnce() =>
        RequestEventSource.Log.Done(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached);

    internal void AddToCounter()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            AddToCounterOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddToCounterOnce() =>
        _counter.Add(
            Request.Size,
            new KeyValuePair<string, object?>("route", Request.Route),
            new KeyValuePair<string, object?>("status", Request.Status),
            new KeyValuePair<string, object?>("cached", Request.Cached));

    internal void AddToCounterIfEnabled()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            if (_counter.Enabled)
            {
                AddToCounterOnce();
            }
        }
    }

    internal void PushToSubject()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            PushToSubjectOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void PushToSubjectOnce() =>
        _subject.OnNext(new(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached));

    private void Listen()
    {
        _listeners.Add(_diagnostic.Subscribe(new CountingObserver<KeyValuePair<string, object?>>()));
        _listeners.Add(_subject.Subscribe(new CountingObserver<PlainEvent.Payload>()));

        var events = new RequestEventSource.Listener();
        events.EnableEvents(RequestEventSource.Log, EventLevel.LogAlways);
        _listeners.Add(events);

        var metrics = new MeterListener();
        metrics.SetMeasurementEventCallback<long>(static (_, _, _, _) => Seen.Count++);
        metrics.EnableMeasurementEvents(_counter);
        _listeners.Add(metrics);
    }
}
