using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The failure of an item on its way from a worker to the cmdlet.</summary>
/// <param name="item">The item.</param>
/// <param name="error">The error that ended the block.</param>
/// <param name="isOfWorker">Whether the worker failed before it ran the block, as it would for each other item.</param>
internal sealed class FailedItem(PSObject? item, RuntimeException error, bool isOfWorker)
{
    internal PSObject? Item => item;

    internal RuntimeException Error => error;

    internal bool IsOfWorker => isOfWorker;
}
