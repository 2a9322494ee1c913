using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace Telemetry.Commands;

/// <summary>The settings of all items of a parallel run, and the preparation of the sessions of its workers.</summary>
internal sealed class ParallelRun
{
    // The sessions in which the modules and functions of a run are present. The engine uses a session for several items, one after the
    // other. The table keeps no closed session alive.
    private static readonly ConditionalWeakTable<Runspace, ParallelRun> s_prepared = new();

    /// <summary>The name of the spans.</summary>
    internal string SpanName { get; init; } = string.Empty;

    /// <summary>The parent of the spans; null for the span that is open in the same flow of control.</summary>
    internal ScriptSpan? Parent { get; init; }

    /// <summary>Whether a native program that fails is a failure of the span.</summary>
    internal bool FailsOnNativeError { get; init; }

    /// <summary>The paths of the modules to import, in this order.</summary>
    internal IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>The functions to define.</summary>
    internal IReadOnlyList<ParallelFunction> Functions { get; init; } = [];

    /// <summary>Imports the modules and defines the functions in the session of this thread, unless it has them.</summary>
    /// <exception cref="RuntimeException">A module cannot be imported, or a function cannot be defined.</exception>
    internal void Prepare(SessionState session)
    {
        Runspace worker = Runspace.DefaultRunspace;
        if (s_prepared.TryGetValue(worker, out ParallelRun? previous) && previous == this)
        {
            return;
        }

        ScriptBlock import = ScriptBlock.Create(
            "foreach ($path in $args[0]) { Microsoft.PowerShell.Core\\Import-Module $path -Global -ErrorAction Stop -Verbose:$false }");
        import.CallInNewScope(null, [Modules.ToArray()]);
        foreach (ParallelFunction function in Functions)
        {
            function.Define(session);
        }

        s_prepared.Remove(worker);
        s_prepared.Add(worker, this);
    }
}
