using Telemetry.Diagnostics;

namespace Telemetry.Otlp;

/// <summary>Lets the SDK listen to the activity sources that are enabled, as they come and go. Safe to use from any thread.</summary>
internal sealed class SourceFollower : IDisposable
{
    private readonly object _gate = new();
    private readonly SourceBridge _bridge;
    private readonly Func<string, IDisposable> _listen;
    private readonly Dictionary<string, IDisposable> _listened = new(StringComparer.OrdinalIgnoreCase);
    private bool _isDisposed;

    /// <param name="bridge">The enabled sources.</param>
    /// <param name="listen">Lets the SDK listen to a source.</param>
    internal SourceFollower(SourceBridge bridge, Func<string, IDisposable> listen)
    {
        _bridge = bridge;
        _listen = listen;
        bridge.Changed += OnChanged;
        Follow();
    }

    public void Dispose()
    {
        _bridge.Changed -= OnChanged;
        lock (_gate)
        {
            _isDisposed = true;
        }

        Follow();
    }

    private void OnChanged(object? sender, EventArgs e) => Follow();

    private void Follow()
    {
        var ended = new List<IDisposable>();
        lock (_gate)
        {
            HashSet<string> wanted = _isDisposed
                ? []
                : new(
                    _bridge.List().Where(source => source.Kind == SourceKind.Activity).Select(source => source.Name),
                    StringComparer.OrdinalIgnoreCase);
            foreach (string name in _listened.Keys.Except(wanted, StringComparer.OrdinalIgnoreCase).ToArray())
            {
                ended.Add(_listened[name]);
                _listened.Remove(name);
            }

            foreach (string name in wanted.Where(name => !_listened.ContainsKey(name)))
            {
                _listened.Add(name, _listen(name));
            }
        }

        ended.ForEach(listener => listener.Dispose());
    }
}
