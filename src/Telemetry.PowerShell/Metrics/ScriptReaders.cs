using System.Management.Automation;
using Telemetry.Metrics;

namespace Telemetry.Commands;

/// <summary>Creates the functions of a metric from script blocks.</summary>
/// <param name="create">Creates what runs a block.</param>
internal sealed class ScriptReaders(Func<ScriptBlock, ScriptHandler> create)
{
    private readonly List<ScriptHandler> _blocks = [];

    /// <summary>The blocks of the functions that were created.</summary>
    internal IReadOnlyList<ScriptHandler> Blocks => _blocks;

    /// <summary>Creates the function that reads a value.</summary>
    /// <param name="block">The block. Its output is the value.</param>
    /// <param name="use">The use of the block, for the message.</param>
    /// <exception cref="InvalidMetricException">The block cannot be called with an event.</exception>
    internal MetricReader Reader(ScriptBlock block, string use) => new ScriptReader(Create(block, use)).Read;

    /// <summary>Creates the function that selects events.</summary>
    /// <param name="block">The block. Its output decides, as in <c>Where-Object</c>.</param>
    /// <exception cref="InvalidMetricException">The block cannot be called with an event.</exception>
    internal MetricFilter Filter(ScriptBlock block) => new ScriptReader(Create(block, "select events")).IsKept;

    private ScriptHandler Create(ScriptBlock block, string use)
    {
        if (ScriptBlockRules.FindProblem(block) is { } problem)
        {
            throw InvalidMetricException.ScriptBlock(block, use, problem);
        }

        ScriptHandler handler = create(block);
        _blocks.Add(handler);
        return handler;
    }
}
