using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>The engine's call of a block with variables of its own, without the ambiguity of its overloads.</summary>
internal static class ScriptBlockExtensions
{
    internal static Collection<PSObject> CallInNewScope(
        this ScriptBlock block, List<PSVariable>? variables, params object?[] arguments) =>
        block.InvokeWithContext((Dictionary<string, ScriptBlock>?)null, variables, arguments);
}
