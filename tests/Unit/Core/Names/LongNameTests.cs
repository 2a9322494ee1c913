using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class LongNameTests
{
    private const int Count = 100_000;

    private readonly string _text = string.Join('.', Enumerable.Range(0, Count));

    [Fact]
    public void Name_of_a_hundred_thousand_segments_goes_back_and_forth()
    {
        EventName name = EventName.Parse(_text);

        Assert.Equal(Count, name.Segments.Count);
        Assert.Equal(name, EventName.FromSegments([.. name.Segments]));
        Assert.True(EventName.Parse("0.1.2").IsPrefixOf(name));
        Assert.Equal(Count + 1, name.Append("end").Segments.Count);
    }

    [Fact]
    public void Event_of_a_hundred_thousand_segments_is_emitted_listed_and_detached()
    {
        var dispatcher = new TelemetryDispatcher();
        var recorder = new Recorder();
        Threads.RunOnSmallStack(() =>
        {
            dispatcher.Attach("h", _text, recorder.Handle);
            dispatcher.Execute(_text);
        });

        Assert.Equal(1, recorder.Count);
        Assert.Single(dispatcher.List("0.1"));
        Assert.Single(dispatcher.List(_text));
        Assert.True(dispatcher.Detach("h"));
        Assert.Empty(dispatcher.List());
    }
}
