#if !NET
using System.Reflection;

namespace Telemetry;

/// <summary>Adds the restoring of a context to netstandard2.0, if the runtime has it: .NET 5 and later, on which PowerShell 7
/// runs this build, but not .NET Framework.</summary>
internal static class ExecutionContextPolyfill
{
    private static readonly Action<ExecutionContext>? s_restore = (Action<ExecutionContext>?)typeof(ExecutionContext)
        .GetMethod("Restore", BindingFlags.Public | BindingFlags.Static, null, [typeof(ExecutionContext)], null)
        ?.CreateDelegate(typeof(Action<ExecutionContext>));

    extension(ExecutionContext)
    {
        public static bool CanRestore => s_restore is not null;

        public static void Restore(ExecutionContext executionContext) => s_restore!(executionContext);
    }
}
#endif
