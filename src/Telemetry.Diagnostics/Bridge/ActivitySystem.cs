using System.Diagnostics;

namespace Telemetry.Diagnostics;

/// <summary>The activity sources of the process.</summary>
internal sealed class ActivitySystem : ISourceSystem
{
    public SourceKind Kind => SourceKind.Activity;

    public IReadOnlyCollection<string> FindNames()
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var listener = new ActivityListener
        {
            // Called for each source that exists, on this thread, and for those that others create meanwhile.
            ShouldListenTo = source =>
            {
                lock (names)
                {
                    if (source.Name.Length > 0)
                    {
                        names.Add(source.Name);
                    }
                }

                return false;
            },
        };
        ActivitySource.AddActivityListener(listener);
        lock (names)
        {
            return [.. names];
        }
    }

    public ISourceListener CreateListener(SourceFeed feed) => new ActivitySourceListener(feed);
}
