using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A script block as a function of a metric. It is called as a handler is: with the name, the measurements and the metadata
/// of the event, which is also <c>$_</c>; its output is the result.</summary>
internal sealed class ScriptReader(ScriptHandler handler)
{
    internal ScriptBlock Block => handler.Block;

    /// <summary>Reads the value of an event; null if the block writes nothing.</summary>
    internal MetadataValue Read(in EventData data)
    {
        IReadOnlyList<object?> output = handler.Evaluate(in data);
        return output.Count switch
        {
            0 => default,
            1 => MetadataValue.From(TableEntries.Unwrap(output[0])),
            _ => throw new InvalidOperationException($"The script block wrote {output.Count} values, and one is needed."),
        };
    }

    /// <summary>Determines whether the event is selected.</summary>
    internal bool IsKept(in EventData data) => handler.Selects(in data);
}
