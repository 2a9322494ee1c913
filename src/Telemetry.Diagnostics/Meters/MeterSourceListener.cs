namespace Telemetry.Diagnostics;

/// <summary>Listens to the meters with one name.</summary>
internal sealed class MeterSourceListener(SourceFeed feed) : ISourceListener
{
    private Action? _stop;

    public void Start()
    {
        var instruments = new MeterInstruments(feed);
        _stop = instruments.Dispose;
        instruments.Start();
    }

    public void Stop()
    {
        _stop?.Invoke();
        _stop = null;
    }
}
