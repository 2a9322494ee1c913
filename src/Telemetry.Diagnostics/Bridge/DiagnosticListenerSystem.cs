using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The diagnostic listeners of the process.</summary>
internal sealed class DiagnosticListenerSystem : ISourceSystem
{
    public SourceKind Kind => SourceKind.DiagnosticListener;

    public IReadOnlyCollection<string> FindNames()
    {
        var names = new NameObserver();
        DiagnosticListener.AllListeners.Subscribe(names).Dispose();
        return names.Found;
    }

    public ISourceListener CreateListener(SourceFeed feed) => new DiagnosticMessageListener(feed);

    private sealed class NameObserver : IObserver<DiagnosticListener>
    {
        private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

        internal IReadOnlyCollection<string> Found
        {
            get
            {
                lock (_names)
                {
                    return [.. _names];
                }
            }
        }

        public void OnNext(DiagnosticListener value)
        {
            lock (_names)
            {
                if (!string.IsNullOrEmpty(value.Name))
                {
                    _names.Add(value.Name);
                }
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
