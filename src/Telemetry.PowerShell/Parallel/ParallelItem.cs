using System.Collections;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>An item on its way to a worker. The worker's text reads <see cref="Command"/>, and passes the object on.</summary>
/// <param name="run">The run.</param>
/// <param name="item">The item; may be null.</param>
/// <param name="metadata">The metadata of the item's span.</param>
internal sealed class ParallelItem(ParallelRun run, PSObject? item, IDictionary metadata)
{
    /// <summary>The command by which the worker runs the block with the item.</summary>
    public CmdletInfo Command { get; } = RunItemCommand.Info;

    internal ParallelRun Run => run;

    internal PSObject? Item => item;

    internal IDictionary Metadata => metadata;
}
