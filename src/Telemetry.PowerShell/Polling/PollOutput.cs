using System.Management.Automation;
using Telemetry.Polling;

namespace Telemetry.Commands;

/// <summary>The output of one run of a poll: each object becomes an event. An object that cannot be one fails the run, after the others
/// were emitted.</summary>
/// <param name="context">The run.</param>
/// <param name="reader">Reads the objects.</param>
/// <param name="drop">Called with an object if the poll has no event; null if it has.</param>
internal sealed class PollOutput(PollContext context, PollObjectReader reader, Action? drop)
{
    private string? _problem;

    /// <summary>Whether the block ran to its end. A stray <c>break</c> or <c>exit</c> ends it without an error.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Emits an object. Null is not an object.</summary>
    internal void Add(PSObject? item)
    {
        if (item is null)
        {
            return;
        }

        if (drop is not null)
        {
            drop();
        }
        else if (reader.Read(item, out KeyValuePair<string, MeasurementValue>[] measurements,
            out KeyValuePair<string, MetadataValue>[] metadata)
            is { } problem)
        {
            _problem ??= problem;
        }
        else
        {
            context.Emit(measurements, metadata);
        }
    }

    /// <summary>Called after the last object.</summary>
    internal void Complete() => IsComplete = true;

    /// <exception cref="InvalidOperationException">An object could not be an event, or the block did not run to its end.</exception>
    internal void ThrowIfFailed()
    {
        if (!IsComplete)
        {
            throw new InvalidOperationException(
                "A 'break', 'continue' or 'exit' that belongs to no loop or script of its own came out of the poll. Use 'return' to end a "
                + "run early.");
        }

        if (_problem is not null)
        {
            throw new InvalidOperationException(_problem);
        }
    }
}
