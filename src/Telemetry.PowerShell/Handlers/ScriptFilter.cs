using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>A script block that selects the events of a handler, after the filter for their origin. It is called as a handler is.
/// Safe to use from any thread.</summary>
/// <param name="scope">The filter for the origin of the events, or null.</param>
/// <param name="handler">The caller of the block.</param>
internal sealed class ScriptFilter(HandlerFilter? scope, ScriptHandler handler)
{
    internal ScriptBlock Block => handler.Block;

    /// <summary>Gets the filter in the options of a handler; null if it has another one, or none.</summary>
    internal static ScriptFilter? Of(HandlerOptions? options) => options?.Filter?.Target as ScriptFilter;

    internal bool IsMatch(in EventData data, object? config) =>
        (scope is null || scope(in data, config)) && handler.Selects(in data, config);

    /// <summary>Creates the caller of the same block, to be registered once more.</summary>
    internal ScriptHandler Again() => handler.Again();
}
