using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Tags of activities as metadata, and what is left out.</summary>
public sealed class TagTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    [Theory]
    [InlineData("url.full", "https://user:word@host:8443/path?key=1#part", "https://host:8443/path")]
    [InlineData("url.full", "https://host?email=a@b", "https://host")]
    [InlineData("peer", "amqp://user:word@host", "amqp://host")]
    [InlineData("http.url", "https://host/a@b/c?d", "https://host/a@b/c")]
    [InlineData("http.target", "/path?key=1", "/path")]
    [InlineData("http.route", "/users/{id}", "/users/{id}")]
    [InlineData("odd", "://", "://")]
    public void B2_addresses_lose_their_user_and_query(string key, string value, string expected)
    {
        _test.Record();

        Assert.Equal(expected, Stop(activity => activity.SetTag(key, value)).Metadata[key].ToObject());
    }

    [Theory]
    [InlineData("db.statement")]
    [InlineData("db.query.text")]
    [InlineData("db.query.parameter.name")]
    [InlineData("url.query")]
    [InlineData("http.request.header.authorization")]
    [InlineData("http.response.header.set-cookie")]
    [InlineData("db.connection_string")]
    [InlineData("Password")]
    [InlineData("x-api-key")]
    [InlineData("access_token")]
    [InlineData("client.secret")]
    [InlineData("process.command_line")]
    [InlineData("request.body")]
    public void B2_tags_that_may_hold_secrets_are_left_out_unless_they_are_named(string key)
    {
        using TelemetrySource source = _test.Record();
        Assert.False(Stop(activity => activity.SetTag(key, "hidden")).Metadata.ContainsKey(key));
        source.Dispose();

        using TelemetrySource named = _test.Bridge.Enable(_test.Library.Name, options: new() { Tags = [key.ToUpperInvariant()] });
        Assert.Equal("hidden", Stop(activity => activity.SetTag(key, "hidden")).Metadata[key].ToObject());
    }

    [Theory]
    [InlineData("gen_ai.usage.input_tokens")]
    [InlineData("db.query.summary")]
    [InlineData("server.address")]
    public void B2_other_tags_are_kept(string key)
    {
        _test.Record();

        Assert.Equal("shown", Stop(activity => activity.SetTag(key, "shown")).Metadata[key].ToObject());
    }

    [Fact]
    public void B1_named_tags_alone_become_metadata_as_they_are()
    {
        TelemetrySource source = _test.Record(new() { Tags = ["url.*", "status"] });
        EventRecord stop = Stop(activity => activity
            .SetTag("url.full", "http://u:p@host/?q").SetTag("http.method", "GET").SetTag("status", 3));

        Assert.Equal("http://u:p@host/?q", stop.Metadata["url.full"].ToObject());
        Assert.False(stop.Metadata.ContainsKey("http.method"));
        Assert.True(stop.Metadata.ContainsKey("trace_id"));
        Assert.Equal(["url.*", "status"], source.Tags);
    }

    [Fact]
    public void B2_own_metadata_takes_precedence_over_tags_of_the_same_name()
    {
        _test.Record();

        Assert.Equal("unset", Stop(activity => activity.SetTag("status", "open")).Metadata["status"].ToObject());
    }

    [Fact]
    public void Hostile_tags_are_left_out_or_cut_and_counted()
    {
        TelemetrySource source = _test.Record();
        EventRecord stop = Stop(activity => activity
            .SetTag("long", new string('x', 10_000_000))
            .SetTag("pair", new string('x', 4095) + "\U0001F600")
            .SetTag("throws", new Throwing())
            .SetTag("null text", new NullText())
            .SetTag(new string('k', 1000), 1)
            .SetTag(string.Empty, 1)
            .AddTag(null!, "lost")
            .AddTag("twice", 1).AddTag("twice", 2)
            .SetTag("nothing", "x").AddTag("nothing", null));

        Assert.Equal(4096, stop.Metadata["long"].ToString().Length);
        Assert.Equal(4095, stop.Metadata["pair"].ToString().Length);
        Assert.False(stop.Metadata.ContainsKey("throws"));
        Assert.Null(stop.Metadata["null text"].ToObject());
        Assert.Equal(2, stop.Metadata["twice"].ToObject());
        Assert.Null(stop.Metadata["nothing"].ToObject());
        Assert.Equal(3, source.Dropped[SourceProblem.InvalidTag]);
        Assert.Equal(1, source.Dropped[SourceProblem.TagFailed]);
        Assert.Equal(2, source.Dropped[SourceProblem.Truncated]);
    }

    [Fact]
    public void Lists_are_copied_and_cut()
    {
        _test.Record();
        int[] numbers = [1, 2];
        EventRecord stop = Stop(activity => activity
            .SetTag("numbers", numbers)
            .SetTag("texts", Enumerable.Range(0, 100).Select(i => i == 0 ? null : $"http://u@{i}?q").ToArray())
            .SetTag("objects", new object?[] { 1, null, "x" }));
        numbers[0] = 9;

        Assert.Equal([1, 2], Assert.IsType<int[]>(stop.Metadata["numbers"].ToObject()));
        string?[] texts = Assert.IsType<string?[]>(stop.Metadata["texts"].ToObject());
        Assert.Equal(64, texts.Length);
        Assert.Equal("http://1", texts[1]);
        Assert.Equal(["1", null, "x"], Assert.IsType<string?[]>(stop.Metadata["objects"].ToObject()));
    }

    [Fact]
    public void Object_becomes_text_so_that_an_event_keeps_none_alive()
    {
        _test.Record();
        var address = new Uri("https://user@host/path?query");

        Assert.Equal("https://host/path", Stop(activity => activity.SetTag("address", address)).Metadata["address"].ToObject());
    }

    [Fact]
    public void Text_of_a_tag_that_is_made_through_the_source_is_suppressed()
    {
        TelemetrySource source = _test.Record();
        Stop(activity => activity.SetTag("emits", new Emitting(_test.Library)));

        Assert.Equal(1, source.Suppressed);
        Assert.Equal(2, _test.Events.Count);
    }

    [Fact]
    public void Tags_beyond_the_limit_are_left_out_and_counted()
    {
        TelemetrySource source = _test.Record();
        EventRecord stop = Stop(activity =>
        {
            for (int i = 0; i < 300; i++)
            {
                activity.SetTag($"tag{i}", i);
            }
        });

        Assert.True(stop.Metadata.ContainsKey("tag127"));
        Assert.False(stop.Metadata.ContainsKey("tag128"));
        Assert.Equal(1, source.Dropped[SourceProblem.Truncated]);
    }

    private EventRecord Stop(Action<Activity> set)
    {
        using (Activity activity = _test.Library.StartActivity("Load")!)
        {
            set(activity);
        }

        return _test.Events.Records[^1];
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class NullText
    {
        public override string? ToString() => null;
    }

    private sealed class Emitting(ActivitySource library)
    {
        public override string ToString()
        {
            library.StartActivity("Inner")?.Stop();
            return "text";
        }
    }
}
