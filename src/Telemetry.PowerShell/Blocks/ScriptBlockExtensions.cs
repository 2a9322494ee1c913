using System.Collections.ObjectModel;
using System.Management.Automation;

namespace Telemetry.Commands;

/// <summary>Calls blocks with additional variables, without the ambiguity of the engine's overloads.</summary>
internal static class ScriptBlockExtensions
{
    internal static Collection<PSObject> CallInNewScope(
        this ScriptBlock block, List<PSVariable>? variables, params object?[] arguments) =>
        block.InvokeWithContext((Dictionary<string, ScriptBlock>?)null, variables, arguments);
}
