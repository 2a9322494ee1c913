using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Activities of enabled sources as an exporter sees them: their names, and what is removed.</summary>
public sealed class ExportedActivityTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void O4_name_is_that_of_the_events_without_start()
    {
        TelemetrySource source = _test.Record();
        using Activity activity = _test.Library.StartActivity("Load.Page")!;

        string name = source.FindSpanName(activity)!;
        Assert.Equal($"{_test.Root}.load.page", name);
        Assert.Equal([$"{name}.start"], _test.Events.Names);
        Assert.Throws<ArgumentNullException>(() => source.FindSpanName(null!));
    }

    [Fact]
    public void O4_name_has_the_prefix_and_comes_from_the_table()
    {
        using TelemetrySource source = _test.Bridge.Enable("System.Net.Http", SourceKind.Activity, new() { Prefix = "outgoing" });
        using var library = new ActivitySource("System.Net.Http");
        using var listener = ListenTo(library);
        using Activity activity = library.CreateActivity("System.Net.Http.HttpRequestOut", ActivityKind.Client)!;

        Assert.Equal("outgoing.http.client.request", source.FindSpanName(activity));
    }

    [Fact]
    public void O4_activities_of_other_sources_have_no_name()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        using TelemetrySource messages = _test.Bridge.Enable("Microsoft.AspNetCore", SourceKind.DiagnosticListener);
        using var library = new ActivitySource("Microsoft.AspNetCore");
        using var listener = ListenTo(library);
        using Activity activity = library.CreateActivity("Load", ActivityKind.Server)!;

        Assert.Null(source.FindSpanName(activity));
        Assert.Null(messages.FindSpanName(activity));
        Assert.Null(source.FindSpanName(new Activity("Load")));
    }

    [Fact]
    public void O4_names_beyond_the_limit_share_one_and_are_no_events()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        using var listener = ListenTo(_test.Library);
        string[] names = [.. Enumerable.Range(0, 300).Select(i =>
        {
            using Activity activity = _test.Library.CreateActivity($"Load{i}", ActivityKind.Internal)!;
            return source.FindSpanName(activity)!;
        })];

        Assert.Equal($"{_test.Root}.load0", names[0]);
        Assert.Equal($"{_test.Root}.(other)", names[^1]);
        Assert.Equal(201, names.Distinct().Count());
        Assert.Empty(source.EventNames);
        Assert.Empty(source.Dropped);
    }

    [Fact]
    public void B2_secrets_are_removed_whatever_tags_were_chosen()
    {
        foreach (string[]? chosen in new string[]?[] { null, ["*"], ["nothing"] })
        {
            using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name, options: new() { Tags = chosen });
            Activity activity = NewActivity(
                new("access_token", "hidden"), new("route", "/users"), new("http.target", "/path?key=1"), new("count", 3),
                new("url.full", "https://user:word@host:8443/path?key=1"), new("db.statement", "select 'hidden'"),
                new("pool", "Host=db;Password=hidden"), new("address", new Uri("amqp://user:word@host/")),
                new("addresses", new[] { "http://user:word@host/", "plain" }), new("exception.message", "as it is"));
            source.RemoveSecrets(activity);

            Dictionary<string, object?> tags = activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value);
            Assert.Equal(
                ["address", "addresses", "count", "exception.message", "http.target", "pool", "route", "url.full"],
                tags.Keys.Order(StringComparer.Ordinal));
            Assert.Equal("/path", tags["http.target"]);
            Assert.Equal("https://host:8443/path", tags["url.full"]);
            Assert.Equal("Host=db", tags["pool"]);
            Assert.Equal("amqp://host/", tags["address"]);
            Assert.Equal(["http://host/", "plain"], (string[])tags["addresses"]!);
        }
    }

    [Fact]
    public void B2_source_that_quotes_data_loses_the_messages_of_exceptions()
    {
        using TelemetrySource source = _test.Bridge.Enable("Npgsql", SourceKind.Activity, new() { Tags = ["exception.message"] });
        Activity activity = NewActivity(new("exception.message", "duplicate key 'hidden'"), new("exception.type", "PostgresException"));
        source.RemoveSecrets(activity);

        Assert.Equal("exception.type=PostgresException", ActivityRecorder.TagsOf(activity));
    }

    [Fact]
    public void B2_each_of_several_tags_with_one_key_loses_its_secret()
    {
        using TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        var activity = new Activity("load");
        activity.AddTag("token", "hidden");
        activity.AddTag("http.target", "/plain");
        activity.AddTag("token", "hidden too");
        activity.AddTag("http.target", "/path?key=1");
        activity.AddTag("token", null);
        source.RemoveSecrets(activity);

        Assert.Equal("http.target=/path", ActivityRecorder.TagsOf(activity));
        Assert.Throws<ArgumentNullException>(() => source.RemoveSecrets(null!));
    }

    [Fact]
    public void O1_change_of_the_enabled_sources_is_raised_outside_of_locks()
    {
        var seen = new List<int>();
        _test.Bridge.Changed += (sender, _) =>
        {
            // Another thread would wait for the lock.
            Assert.Same(_test.Bridge, sender);
            using var listed = new ManualResetEventSlim();
            new Thread(() =>
            {
                seen.Add(_test.Bridge.List().Count);
                listed.Set();
            }).Start();
            Threads.WaitFor(listed);
        };
        TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        TelemetrySource http = _test.Bridge.Enable("System.Net.Http", SourceKind.Meter);
        Assert.Throws<SourceException>(() => _test.Bridge.Enable(_test.Library.Name));
        source.Dispose();
        source.Dispose();
        _test.Bridge.Dispose();

        Assert.Equal([1, 2, 1, 0], seen);
    }

    private static ActivityListener ListenTo(ActivitySource library)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source == library,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Activity NewActivity(params KeyValuePair<string, object?>[] tags)
    {
        var activity = new Activity("load");
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            activity.SetTag(tag.Key, tag.Value);
        }

        return activity;
    }
}
