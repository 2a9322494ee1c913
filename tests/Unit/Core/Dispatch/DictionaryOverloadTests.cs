using System.Collections;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

public sealed class DictionaryOverloadTests
{
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _recorder = new();
    private readonly Dictionary<string, MeasurementValue> _measurements = new() { ["items"] = 3, ["size"] = 1.5 };
    private readonly Dictionary<string, MetadataValue> _metadata = new() { ["queue"] = "mail" };

    [Fact]
    public void Dictionaries_are_delivered_by_handle_by_name_and_by_text()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);

        _dispatcher.GetEvent("e").Execute(_measurements, _metadata);
        _dispatcher.Execute(EventName.Parse("e"), _measurements, _metadata);
        _dispatcher.Execute("e", _measurements, _metadata);

        Assert.Equal(3, _recorder.Count);
        Assert.All(
            _recorder.Records,
            record => Assert.Equal("e { items = 3, size = 1.5 } { queue = mail }", record.ToString()));
    }

    [Fact]
    public void Either_dictionary_may_be_left_out()
    {
        TelemetryEvent handle = _dispatcher.GetEvent("e");
        _dispatcher.Attach("h", "e", _recorder.Handle);

        handle.Execute(_measurements);
        handle.Execute((IReadOnlyDictionary<string, MeasurementValue>?)null, _metadata);
        _dispatcher.Execute("e", (IReadOnlyDictionary<string, MeasurementValue>?)null, null);

        Assert.Equal(
            ["e { items = 3, size = 1.5 } { }", "e { } { queue = mail }", "e { } { }"],
            _recorder.Records.Select(record => record.ToString()));
    }

    [Fact]
    public void Fields_of_a_record_can_be_emitted_again()
    {
        _dispatcher.Attach("h", "e", _recorder.Handle);
        _dispatcher.Execute("e", _measurements, _metadata);
        EventRecord first = _recorder.Single();

        _dispatcher.Execute("e", first.Measurements, first.Metadata);

        Assert.Equal(first.ToString(), _recorder.Records[1].ToString());
    }

    [Fact]
    public void Dictionaries_are_not_read_where_nobody_listens()
    {
        var untouchable = new UntouchableDictionary();

        _dispatcher.GetEvent("e").Execute(untouchable);
        _dispatcher.Execute("e", untouchable);
        _dispatcher.Execute("unknown", untouchable);
        _dispatcher.Attach("h", "e", Handlers.Nothing);

        Assert.Throws<NotSupportedException>(() => _dispatcher.Execute("e", untouchable));
    }

    private sealed class UntouchableDictionary : IReadOnlyDictionary<string, MeasurementValue>
    {
        public int Count => throw new NotSupportedException();

        public IEnumerable<string> Keys => throw new NotSupportedException();

        public IEnumerable<MeasurementValue> Values => throw new NotSupportedException();

        public MeasurementValue this[string key] => throw new NotSupportedException();

        public bool ContainsKey(string key) => throw new NotSupportedException();

        public bool TryGetValue(string key, out MeasurementValue value) => throw new NotSupportedException();

        public IEnumerator<KeyValuePair<string, MeasurementValue>> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException();
    }
}
