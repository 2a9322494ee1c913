using System.Diagnostics.CodeAnalysis;

namespace Telemetry.Metrics;

/// <summary>
/// The metrics of a dispatcher's events. Metrics are added and removed at any time, and record from the moment in which
/// <see cref="Add(MetricDefinition)"/> returns. Safe to use from any thread; no lock is held while functions and subscribers are called.
/// </summary>
/// <remarks>The handlers of the metrics have ids that begin with <c>telemetry.metrics</c>. They stay attached whatever
/// happens.</remarks>
public sealed partial class MetricRegistry : IDisposable
{
    private static int s_registries;

    private readonly object _gate = new();
    private readonly Dictionary<string, Metric> _metrics = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<MetricGroup> _groups = [];
    private readonly Dictionary<string, MetricGroup> _shared = new(StringComparer.Ordinal);
    private readonly RecorderHandlers _handlers;
    private bool _isDisposed;

    /// <summary>Creates a registry.</summary>
    /// <param name="dispatcher">The dispatcher whose events are recorded.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dispatcher"/> is null.</exception>
    public MetricRegistry(TelemetryDispatcher dispatcher)
        : this(dispatcher, $"telemetry.metrics.{Interlocked.Increment(ref s_registries)}:")
    {
    }

    private MetricRegistry(TelemetryDispatcher dispatcher, string idPrefix)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        Dispatcher = dispatcher;
        _handlers = new RecorderHandlers(dispatcher, idPrefix);
        RegistryList.Add(this);
    }

    /// <summary>Raised after metrics were added, replaced or removed, and after the registry was disposed, on the thread that did it and
    /// outside of locks. Several threads may raise it at once; <see cref="List"/> returns the metrics that there are by then. An
    /// exception of a subscriber is ignored.</summary>
    public event EventHandler? Changed;

    /// <summary>The registry of <see cref="TelemetryDispatcher.Default"/>, which the cmdlets use.</summary>
    public static MetricRegistry Default { get; } = new(TelemetryDispatcher.Default, "telemetry.metrics:");

    /// <summary>The dispatcher whose events are recorded.</summary>
    public TelemetryDispatcher Dispatcher { get; }

    /// <summary>Whether the registry is disposed, so that it has no metrics any more.</summary>
    public bool IsDisposed => Volatile.Read(ref _isDisposed);

    /// <summary>Returns the registries of a dispatcher that are not disposed, in the order in which they were created.</summary>
    /// <param name="dispatcher">The dispatcher.</param>
    /// <exception cref="ArgumentNullException"><paramref name="dispatcher"/> is null.</exception>
    public static IReadOnlyList<MetricRegistry> ListAll(TelemetryDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return RegistryList.Of(dispatcher);
    }

    /// <summary>Adds a metric.</summary>
    /// <param name="definition">The definition.</param>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    /// <exception cref="MetricException">The definition is not valid, or its name is taken.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public Metric Add(MetricDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Add([definition], replaces: false)[0];
    }

    /// <summary>Adds several metrics: all of them or, if one cannot be added, none.</summary>
    /// <param name="definitions">The definitions.</param>
    /// <returns>The metrics, in the order of the definitions.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definitions"/> or one of them is null.</exception>
    /// <exception cref="MetricException">A definition is not valid, or a name is taken.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public IReadOnlyList<Metric> AddMany(IEnumerable<MetricDefinition> definitions) => Add(ListOf(definitions), replaces: false);

    /// <summary>Adds a metric in place of the one with its name, if there is one. It begins at 0, or with
    /// what <see cref="RestoreState"/> restored for it.</summary>
    /// <inheritdoc cref="Add(MetricDefinition)"/>
    public Metric Replace(MetricDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return Add([definition], replaces: true)[0];
    }

    /// <summary>Adds several metrics in place of those with their names: all of them or, if one cannot be added, none.</summary>
    /// <inheritdoc cref="AddMany(IEnumerable{MetricDefinition})"/>
    public IReadOnlyList<Metric> ReplaceMany(IEnumerable<MetricDefinition> definitions) => Add(ListOf(definitions), replaces: true);

    /// <summary>Adds a metric, unless its name is taken.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="metric">The metric that was added, or null.</param>
    /// <returns>Whether it was added.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="definition"/> is null.</exception>
    /// <exception cref="MetricException">The definition is not valid.</exception>
    /// <exception cref="ObjectDisposedException">The registry is disposed.</exception>
    public bool TryAdd(MetricDefinition definition, [NotNullWhen(true)] out Metric? metric)
    {
        try
        {
            metric = Add(definition);
            return true;
        }
        catch (MetricException e) when (e.Kind == MetricErrorKind.MetricAlreadyExists)
        {
            metric = null;
            return false;
        }
    }

    /// <summary>Removes a metric, with all its series.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public bool Remove(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) is { } metric && Remove(metric);
    }

    /// <summary>Removes a metric, with all its series, unless another one has taken its place.</summary>
    /// <param name="metric">The metric.</param>
    /// <returns>Whether it was removed by this call.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="metric"/> is null.</exception>
    public bool Remove(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        lock (_stateGate)
        {
            lock (_gate)
            {
                if (metric.Registry != this || metric.IsRemoved)
                {
                    return false;
                }

                Withdraw(metric);
                _handlers.SetGroups(_groups);
                metric.Group.Table.RemoveSlot(metric.Recorder.Slot);
            }

            _restored.Remove(metric.Definition.Name);
        }

        _handlers.Attach();
        NotifyChanged();
        return true;
    }

    /// <summary>Returns the metric with a name, compared without regard to case; null if there is none.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is null.</exception>
    public Metric? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        lock (_gate)
        {
            return _metrics.TryGetValue(name, out Metric? metric) ? metric : null;
        }
    }

    /// <summary>Returns all metrics, sorted by name.</summary>
    public IReadOnlyList<Metric> List()
    {
        lock (_gate)
        {
            return [.. _metrics.Values.OrderBy(metric => metric.Definition.Name, StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Removes all metrics. No further ones can be added.</summary>
    public void Dispose()
    {
        lock (_stateGate)
        {
            lock (_gate)
            {
                _isDisposed = true;
                foreach (Metric metric in _metrics.Values.ToArray())
                {
                    Withdraw(metric);
                    metric.Group.Table.RemoveSlot(metric.Recorder.Slot);
                }

                _handlers.SetGroups(_groups);
            }

            _restored.Clear();
        }

        _handlers.Attach();
        NotifyChanged();
    }

    private void NotifyChanged() => Notify(
        Changed,
        static (subscriber, registry, arguments) => ((EventHandler)subscriber)(registry, (EventArgs)arguments),
        EventArgs.Empty);

    private static MetricDefinition[] ListOf(IEnumerable<MetricDefinition> definitions)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        MetricDefinition[] all = [.. definitions];
        foreach (MetricDefinition definition in all)
        {
            ArgumentNullException.ThrowIfNull(definition, nameof(definitions));
        }

        return all;
    }

    private Metric[] Add(MetricDefinition[] given, bool replaces)
    {
        MetricDefinition[] definitions = Array.ConvertAll(
            given, definition => DeclaredMetrics.Complete(definition, EventDeclarations.Default));
        MetricPlan[] plans = Array.ConvertAll(definitions, MetricPlan.Create);
        Metric[] added;
        lock (_stateGate)
        {
            lock (_gate)
            {
                added = AddChecked(definitions, plans, replaces);
            }
        }

        _handlers.Attach();
        NotifyChanged();
        return added;
    }

    private Metric[] AddChecked(MetricDefinition[] definitions, MetricPlan[] plans, bool replaces)
    {
        if (_isDisposed)
        {
            throw Disposed();
        }

        Check(definitions, replaces);
        Metric[] replaced = [.. definitions.Select(definition => Find(definition.Name)).OfType<Metric>()];
        foreach (Metric metric in replaced)
        {
            Withdraw(metric);
        }

        Metric[] added = Array.ConvertAll(plans, Enter);

        // Before anybody can read the metrics, who would take what is added for a sudden rise.
        Array.ForEach(added, AbsorbRestored);
        _handlers.SetGroups(_groups);
        foreach (Metric metric in replaced)
        {
            metric.Group.Table.RemoveSlot(metric.Recorder.Slot);
        }

        return added;
    }

    private static ObjectDisposedException Disposed() => new(nameof(MetricRegistry), "No metric can be added to a disposed registry.");

    private void Check(MetricDefinition[] definitions, bool replaces)
    {
        List<MetricDefinition> others = [.. OwnMetrics.Definitions, .. _metrics.Values.Select(metric => metric.Definition)];
        if (replaces)
        {
            others.RemoveAll(other => definitions.Any(definition => HaveSameName(definition, other)));
        }

        foreach (MetricDefinition definition in definitions)
        {
            if (others.Find(other => HaveSameName(definition, other)) is { } taken)
            {
                throw MetricErrors.Of(
                    MetricErrorKind.MetricAlreadyExists,
                    definition,
                    $"there is a metric '{taken.Name}' already. Choose another name, remove that metric first, or replace it.",
                    definition.Name);
            }

            MetricNames.ThrowIfCollision(others, definition);
            others.Add(definition);
        }

        static bool HaveSameName(MetricDefinition one, MetricDefinition other) =>
            string.Equals(one.Name, other.Name, StringComparison.OrdinalIgnoreCase);
    }

    private Metric Enter(MetricPlan plan)
    {
        string? key = GroupKey.Of(plan);
        MetricGroup? group = null;
        if (key is null || !_shared.TryGetValue(key, out group))
        {
            group = new MetricGroup(plan.Patterns, new SeriesTable([.. plan.Definition.Tags]));
            _groups.Add(group);
            if (key is not null)
            {
                _shared.Add(key, group);
            }
        }

        var recorder = new MetricRecorder(plan, group.Table, _sets, ReportProblem, Dispatcher.IsHandlerFailure);
        var metric = new Metric(this, plan, recorder, group);
        group.Add(recorder);
        _metrics.Add(plan.Definition.Name, metric);
        return metric;
    }

    /// <summary>Removes a metric from all lists. Its series are removed once nothing records into them any more.</summary>
    private void Withdraw(Metric metric)
    {
        metric.IsRemoved = true;
        _metrics.Remove(metric.Definition.Name);
        metric.Group.Remove(metric.Recorder);
        if (metric.Group.IsEmpty)
        {
            _groups.Remove(metric.Group);
            if (GroupKey.Of(metric.Plan) is { } key)
            {
                _shared.Remove(key);
            }
        }
    }
}
