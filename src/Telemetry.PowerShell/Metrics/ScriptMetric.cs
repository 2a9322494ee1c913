using System.Management.Automation.Host;
using System.Runtime.CompilerServices;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>A metric with script blocks. It leaves with the session and the module of its blocks.</summary>
internal sealed class ScriptMetric : ISessionMember
{
    private static readonly ConditionalWeakTable<Metric, ScriptMetric> s_metrics = new();

    private readonly Metric _metric;
    private readonly IReadOnlyList<ScriptHandler> _blocks;

    private ScriptMetric(Metric metric, IReadOnlyList<ScriptHandler> blocks)
    {
        _metric = metric;
        _blocks = blocks;
    }

    /// <inheritdoc/>
    public bool IsAttached => !_metric.IsRemoved;

    /// <inheritdoc/>
    public bool IsReported => true;

    /// <summary>Ties a metric to the sessions and modules of its blocks.</summary>
    internal static void Bind(Metric metric, IReadOnlyList<ScriptHandler> blocks)
    {
        var member = new ScriptMetric(metric, blocks);
        s_metrics.Add(metric, member);
        foreach (ScriptHandler block in blocks)
        {
            block.Acquire();
        }

        foreach (ScriptHandler block in blocks)
        {
            block.Join(member);
        }
    }

    /// <summary>Gets the host of the session that registered the blocks of a metric; null for a metric without blocks.</summary>
    internal static PSHost? HostOf(Metric metric) =>
        s_metrics.TryGetValue(metric, out ScriptMetric? member) ? member._blocks[0].Session.Host : null;

    /// <summary>Releases what the blocks of a metric, which was removed, hold. Does nothing for a metric without blocks.</summary>
    internal static void Release(Metric metric)
    {
        if (s_metrics.TryGetValue(metric, out ScriptMetric? member))
        {
            member.Release();
        }
    }

    /// <inheritdoc/>
    public void Detach()
    {
        _metric.Registry.Remove(_metric);
        Release();
    }

    /// <inheritdoc/>
    public void Finish()
    {
        // A metric has nothing to do after it was removed.
    }

    /// <inheritdoc/>
    public void Release()
    {
        foreach (ScriptHandler block in _blocks)
        {
            block.Release();
        }
    }
}
