using System.Runtime.CompilerServices;

namespace Telemetry.Tests.Support;

/// <summary>Runs code where little of the stack is left.</summary>
internal static class SmallStack
{
    /// <summary>Uses the stack up to the size that the runtime calls sufficient, and runs the code there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(Action body)
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            Run(body);
        }
        else
        {
            body();
        }
    }
}
