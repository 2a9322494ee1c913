using System.Runtime.CompilerServices;
using Telemetry.Benchmarks.Support;

namespace Telemetry.Benchmarks.Emitting;

/// <summary>The emits of both benchmarks of declared events.</summary>
internal static class DeclaredLoop
{
    internal static void ByHand()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            ByHandOnce();
        }
    }

    internal static void Declared()
    {
        for (int i = 0; i < Loop.Emits; i++)
        {
            DeclaredOnce();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ByHandOnce() =>
        HandleRequest.Done(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DeclaredOnce() =>
        DeclaredRequest.Done(Request.Duration, Request.Size, Request.Route, Request.Status, Request.Cached);
}
