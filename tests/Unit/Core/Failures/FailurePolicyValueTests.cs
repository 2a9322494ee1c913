namespace Telemetry.Tests.Core;

public sealed class FailurePolicyValueTests
{
    [Fact]
    public void Default_is_to_detach_at_the_first_failure()
    {
        Assert.Equal(FailurePolicy.Detach, default);
        Assert.Equal(FailurePolicy.Detach, new HandlerOptions().FailurePolicy);
        Assert.Equal(FailurePolicy.Detach, FailurePolicy.DetachAfter(1));
        Assert.Equal(1, FailurePolicy.Detach.MaxFailures);
    }

    [Fact]
    public void Policy_tells_how_many_failures_detach()
    {
        Assert.Null(FailurePolicy.Keep.MaxFailures);
        Assert.Equal(3, FailurePolicy.DetachAfter(3).MaxFailures);
        Assert.Equal(int.MaxValue, FailurePolicy.DetachAfter(int.MaxValue).MaxFailures);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Less_than_one_failure_is_refused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>("failures", () => FailurePolicy.DetachAfter(count));

    [Fact]
    public void Policies_are_equal_by_value()
    {
        FailurePolicy policy = FailurePolicy.DetachAfter(3);

        Assert.True(policy == FailurePolicy.DetachAfter(3) && policy.Equals((object)FailurePolicy.DetachAfter(3)));
        Assert.Equal(policy.GetHashCode(), FailurePolicy.DetachAfter(3).GetHashCode());
        Assert.True(policy != FailurePolicy.DetachAfter(4) && policy != FailurePolicy.Keep && !policy.Equals((object)3));
        Assert.NotEqual(FailurePolicy.Keep, FailurePolicy.Detach);
    }

    [Fact]
    public void Text_is_how_it_is_written()
    {
        Assert.Equal("Detach", FailurePolicy.Detach.ToString());
        Assert.Equal("Keep", FailurePolicy.Keep.ToString());
        Assert.Equal("DetachAfter(3)", FailurePolicy.DetachAfter(3).ToString());
    }
}
