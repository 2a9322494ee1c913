namespace Telemetry.Tests.Core;

public sealed class HandlerOptionsTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    [Fact]
    public void Setting_options_later_changes_nothing_of_the_handler()
    {
        var options = new HandlerOptions { FailurePolicy = FailurePolicy.Keep, Buffer = new HandlerBuffer { Capacity = 3 } };
        using HandlerRegistration handler = _dispatcher.Attach("h", "e", static (in _, _) => { }, options);

        options.FailurePolicy = FailurePolicy.Detach;
        options.CollectsStatistics = true;
        options.Filter = static (in _, _) => false;
        options.Where = [new("x", 1)];
        options.WhereNot = [new("x", 1)];
        options.Throttle = TimeSpan.FromDays(1);
        options.ThrottleBy = ["x"];
        options.Once = true;
        options.Buffer.Capacity = 4;
        options.Buffer = null;

        Assert.Equal(FailurePolicy.Keep, handler.Options.FailurePolicy);
        Assert.Equal(3, handler.Options.Buffer?.Capacity);
        Assert.False(handler.Options.CollectsStatistics);
        Assert.Null(handler.Options.Filter);
        Assert.Empty(handler.Options.Where);
        Assert.Empty(handler.Options.WhereNot);
        Assert.Empty(handler.Options.ThrottleBy);
        Assert.Equal((TimeSpan.Zero, false), (handler.Options.Throttle, handler.Options.Once));
        Assert.Null(handler.Statistics);
    }

    [Fact]
    public void Options_of_an_attached_handler_cannot_be_set()
    {
        using HandlerRegistration handler = _dispatcher.Attach("h", "e", static (in _, _) => { }, new HandlerOptions { Buffer = new() });
        HandlerOptions options = handler.Options;

        Assert.Throws<InvalidOperationException>(() => options.FailurePolicy = FailurePolicy.Keep);
        Assert.Throws<InvalidOperationException>(() => options.CollectsStatistics = true);
        Assert.Throws<InvalidOperationException>(() => options.Filter = null);
        Assert.Throws<InvalidOperationException>(() => options.Where = []);
        Assert.Throws<InvalidOperationException>(() => options.WhereNot = []);
        Assert.Throws<InvalidOperationException>(() => options.Throttle = TimeSpan.Zero);
        Assert.Throws<InvalidOperationException>(() => options.ThrottleBy = []);
        Assert.Throws<InvalidOperationException>(() => options.Once = true);
        Assert.Throws<InvalidOperationException>(() => options.Buffer = null);
        Assert.Throws<InvalidOperationException>(() => options.Buffer!.Capacity = 3);
        Assert.Throws<InvalidOperationException>(() => options.Buffer!.FullMode = BufferFullMode.DropOldest);
        Assert.Throws<InvalidOperationException>(() => options.Buffer!.DrainTimeout = TimeSpan.Zero);
    }

    [Fact]
    public void Options_of_an_attached_handler_serve_another_as_they_are()
    {
        HandlerRegistration one = _dispatcher.Attach("one", "e", static (in _, _) => { }, new HandlerOptions { CollectsStatistics = true });

        HandlerRegistration two = _dispatcher.Attach("two", "e", static (in _, _) => { }, one.Options);

        Assert.Same(one.Options, two.Options);
    }

    [Fact]
    public void Defaults_are_shared_by_handlers_and_cannot_be_set() => Assert.Throws<InvalidOperationException>(
        () => _dispatcher.Attach("h", "e", static (in _, _) => { }).Options.FailurePolicy = FailurePolicy.Keep);

    [Fact]
    public void Invalid_conditions_and_limits_are_refused()
    {
        var options = new HandlerOptions();

        Assert.Throws<ArgumentNullException>(() => options.Where = null!);
        Assert.Throws<ArgumentNullException>(() => options.WhereNot = [null!]);
        Assert.Throws<ArgumentOutOfRangeException>(() => options.Throttle = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentException>(() => options.ThrottleBy = [" "]);
        Assert.Throws<ArgumentNullException>(() => options.ThrottleBy = [null!]);
    }
}
