using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Telemetry.Tests.Support;

/// <summary>Listens to all instruments of the meters with a name, and keeps what they report as text: <c>name{tag=value} 1</c>.</summary>
internal sealed class InstrumentListener : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<string> _seen = new();

    internal InstrumentListener(string meterName, bool enables = true)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == meterName)
            {
                Instruments[instrument.Name] = instrument;
                if (enables)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            }
        };
        _listener.MeasurementsCompleted = (instrument, _) => Ended.Enqueue(instrument.Name);
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    internal ConcurrentDictionary<string, Instrument> Instruments { get; } = new();

    internal ConcurrentQueue<string> Ended { get; } = new();

    /// <summary>Returns the reports since the last call.</summary>
    internal string[] Take()
    {
        string[] seen = [.. _seen.Order(StringComparer.Ordinal)];
        _seen.Clear();
        return seen;
    }

    /// <summary>Reads the observable instruments, and returns what they report.</summary>
    internal string[] Collect()
    {
        _listener.RecordObservableInstruments();
        return Take();
    }

    public void Dispose() => _listener.Dispose();

    private void Keep<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        string list = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
        _seen.Enqueue(FormattableString.Invariant($"{instrument.Name}{{{list}}} {value}"));
    }
}
