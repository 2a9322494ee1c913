using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class ProcessEndTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5_001)]
    public void Timeout_out_of_range_is_refused(int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "timeout", () => ProcessEnd.Register(ProcessEndStage.Reports, TimeSpan.FromMilliseconds(milliseconds), static _ => { }));

    [Fact]
    public void Stage_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            "stage", () => ProcessEnd.Register((ProcessEndStage)2, ProcessEnd.MaxTimeout, static _ => { }));

    [Fact]
    public void Callback_is_required() =>
        Assert.Throws<ArgumentNullException>("callback", () => ProcessEnd.Register(ProcessEndStage.Queues, ProcessEnd.MaxTimeout, null!));

    [Fact]
    public void Process_that_runs_has_not_drained() => Assert.False(ProcessEnd.HasDrained);

    [Fact]
    public void Callback_that_is_taken_back_is_not_kept_alive()
    {
        WeakReference state = RegisterAndTakeBack();

        Assert.True(Garbage.Collects(state));

        static WeakReference RegisterAndTakeBack()
        {
            var state = new object();
            IDisposable registered = ProcessEnd.Register(ProcessEndStage.Reports, ProcessEnd.MaxTimeout, _ => GC.KeepAlive(state));
            registered.Dispose();
            registered.Dispose();
            return new WeakReference(state);
        }
    }
}
