using Telemetry.Benchmarks.Scale;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class SoakTests
{
    [Fact]
    public void Counts_are_exact_after_two_million_emits_beside_attach_detach_and_replace()
    {
        Soak soak = Soak.Run(emits: 1_000_000, threads: 2);

        Assert.InRange(soak.Cycles, 1, long.MaxValue);
        Assert.Equal(2_000_000 + (2 * soak.Cycles), soak.Emitted);
        Assert.Equal(soak.Emitted, soak.Steady);
        Assert.Equal(soak.Emitted, soak.Replaced);
        Assert.Equal(soak.Cycles, soak.Brief);
        Assert.Equal(2, soak.Left);
    }
}
