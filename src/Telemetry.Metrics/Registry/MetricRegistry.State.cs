using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Metrics;

/// <content>Going on from the numbers of an earlier process.</content>
public sealed partial class MetricRegistry
{
    // Held while numbers become a state, or a state is added to numbers, so that each is whole in the other. Nothing that records
    // waits for it. Taken before _gate.
    private readonly object _stateGate = new();

    // Held while a file is read or written, so that an older state never takes the place of a newer one.
    private readonly object _fileGate = new();
    private readonly RestoredStates _restored = new();

    /// <summary>Saves the numbers of all metrics that only add up: counters, sums, distributions and summaries. Last values are not
    /// saved, nor are sums that are defined with <see cref="MetricDefinition.AllowNegative"/> or
    /// <see cref="MetricDefinition.RunningTotal"/>.</summary>
    /// <param name="path">The path of the file. One that exists is replaced when the new one is complete, so that it is never
    /// broken. If several processes save to one path, the last one replaces the others.</param>
    /// <remarks>Restored numbers whose metric was not added yet are saved again. Threads that record do not wait.</remarks>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a path.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of the file does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written. It is as it was, and nothing is left over.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public void SaveState(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        lock (_fileGate)
        {
            MetricStateFile.Write(path, TakeState());
        }
    }

    /// <summary>Adds the numbers that <see cref="SaveState"/> saved to those of the metrics, so that they go on from there.</summary>
    /// <param name="path">The path of the file. If there is none, as before the first save, nothing is added.</param>
    /// <param name="warnsIfKnown">Whether there is a warning for metrics that have the numbers already.</param>
    /// <returns>
    /// The warnings, each a sentence; empty if there are none. There is one for each metric whose type, unit, tags or buckets differ
    /// from those in the file, and which therefore begins at 0; and one for a file that is not valid, which is renamed:
    /// <c>.broken</c> is appended, or a number as well, up to <c>.broken9</c>, if there is such a file already.
    /// </returns>
    /// <remarks>
    /// <para>A metric gets the numbers once. If it has them already, from an earlier call or because it saved them, it stays as it
    /// is, and one warning names all such metrics. <see cref="Metric.Reset"/> and <see cref="Remove(string)"/> drop restored
    /// numbers.</para>
    /// <para>A metric that is added later gets the numbers, too; if it differs, <see cref="Metric.StateWarning"/> has the reason. The
    /// registry keeps them for it until it is disposed, and saves them again. If there is such a metric, it keeps them until the
    /// next save, for another one in its place.</para>
    /// <para>Series beyond <see cref="MetricDefinition.SeriesLimit"/> are added to the one for the others. A series that both
    /// have began at the earlier time of the two.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException"><paramref name="path"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a path.</exception>
    /// <exception cref="IOException">The file cannot be read, or cannot be renamed although it is not valid. Nothing was
    /// added.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public IReadOnlyList<string> RestoreState(string path, bool warnsIfKnown = true)
    {
        ArgumentNullException.ThrowIfNull(path);
        lock (_stateGate)
        {
            ThrowIfDisposed();
        }

        IReadOnlyList<SavedMetric> saved;
        string? warning;
        lock (_fileGate)
        {
            saved = MetricStateFile.Read(path, out warning);
        }

        List<string> warnings = warning is null ? [] : [warning];
        var known = new List<string>();
        lock (_stateGate)
        {
            ThrowIfDisposed();
            foreach (SavedMetric one in saved)
            {
                _restored.Add(one);
                if (Find(one.Name) is not { } metric)
                {
                    continue;
                }

                if (one.HasOriginOf(metric.Origins))
                {
                    known.Add(metric.Definition.Name);
                }
                else if (!TryAbsorb(metric, one, out warning))
                {
                    warnings.Add(warning);
                }
            }
        }

        if (warnsIfKnown && known.Count > 0)
        {
            warnings.Add(AlreadyKnown(path, known));
        }

        return warnings;
    }

    /// <summary>Removes the series of a metric, and the numbers that were restored for it.</summary>
    internal void Reset(Metric metric)
    {
        lock (_stateGate)
        {
            if (!metric.IsRemoved)
            {
                _restored.Remove(metric.Definition.Name);
            }

            metric.Origins = [];
            metric.Recorder.Reset();
        }
    }

    private static string AlreadyKnown(string path, List<string> names)
    {
        const int Shown = 3;
        string list = string.Join(", ", names.Take(Shown).Select(name => $"'{name}'"));
        return $"The state in '{path}' was not added again to the metrics that have its numbers already: {list}"
            + (names.Count > Shown ? $" and {names.Count - Shown} more." : ".");
    }

    private static bool TryAbsorb(Metric metric, SavedMetric saved, [NotNullWhen(false)] out string? warning)
    {
        MetricDefinition definition = metric.Definition;
        if (saved.FindDifference(definition) is { } difference)
        {
            warning = $"The metric '{definition.Name}' does not go on from the state in '{saved.Path}', as {difference}.";
            return false;
        }

        metric.Origins = SavedMetric.Join(metric.Origins, saved.Origins);
        foreach (SeriesReading series in saved.Series)
        {
            metric.Recorder.Table.Absorb(metric.Recorder.Slot, series);
        }

        warning = null;
        return true;
    }

    /// <summary>Adds the restored numbers to a metric that was just added.</summary>
    private void AbsorbRestored(Metric metric)
    {
        foreach (SavedMetric saved in _restored.Take(metric.Definition.Name))
        {
            if (!TryAbsorb(metric, saved, out string? warning))
            {
                metric.StateWarning = warning;
            }
        }
    }

    private List<SavedMetric> TakeState()
    {
        lock (_stateGate)
        {
            ThrowIfDisposed();
            IReadOnlyList<Metric> metrics = List();
            string origin = Guid.NewGuid().ToString("N");
            var state = new List<SavedMetric>();
            foreach (Metric metric in metrics.Where(metric => metric.Definition.IsCumulative))
            {
                if (metric.Origins.Count == 0)
                {
                    metric.Origins = [origin];
                }

                state.Add(SavedMetric.Of(metric.Read(), metric.Origins));
            }

            state.AddRange(_restored.RemoveAllOf(metrics.Select(metric => metric.Definition.Name)));
            return state;
        }
    }

    private void ThrowIfDisposed()
    {
        if (_isDisposed)
        {
            throw new ObjectDisposedException(nameof(MetricRegistry), "A disposed registry has no metrics to save or restore.");
        }
    }
}
