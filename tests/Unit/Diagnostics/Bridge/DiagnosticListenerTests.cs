using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Messages of diagnostic listeners as events.</summary>
public sealed class DiagnosticListenerTests : IDisposable
{
    private readonly string _name = $"Listener{Guid.NewGuid():N}";
    private readonly TelemetryDispatcher _dispatcher = new();
    private readonly Recorder _events = new();
    private readonly SourceBridge _bridge;

    public DiagnosticListenerTests() => _bridge = new SourceBridge(_dispatcher);

    private string Root => _name.ToLowerInvariant();

    public void Dispose() => _bridge.Dispose();

    [Fact]
    public void B1_listener_has_a_subscription_only_while_a_handler_matches()
    {
        using var library = new DiagnosticListener(_name);
        using TelemetrySource source = _bridge.Enable(_name);
        Assert.Equal(SourceKind.DiagnosticListener, source.Kind);
        Assert.False(library.IsEnabled());

        _dispatcher.Attach("handler", Root + ".sent", _events.Handle);
        Assert.True(library.IsEnabled("Sent"));
        Assert.False(library.IsEnabled("Received"));

        _dispatcher.Detach("handler");
        Assert.False(library.IsEnabled());
    }

    [Fact]
    public void B2_message_becomes_an_event_with_the_simple_properties_of_its_payload()
    {
        using var library = new DiagnosticListener(_name);
        TelemetrySource source = Record();
        library.Write("Sent", new
        {
            Size = 17,
            Took = TimeSpan.FromSeconds(2),
            Route = "/orders",
            Address = new Uri("http://user@host/a?b"),
            State = TaskStatus.Faulted,
            Password = "word",
            Request = new object(),
            Body = new { Text = "nested" },
            Exception = new InvalidOperationException("No such order."),
        });

        EventRecord sent = _events.Single();
        Assert.Equal(Root + ".sent", sent.EventName.ToString());
        Assert.Equal(17, sent.Measurements["Size"].ToObject());
        Assert.Equal(17, sent.Metadata["size"].ToObject());
        Assert.Equal(TimeSpan.FromSeconds(2), sent.Measurements["took"].ToObject());
        Assert.Equal("/orders", sent.Metadata["route"].ToObject());
        Assert.Equal("http://host/a", sent.Metadata["address"].ToObject());
        Assert.Equal(TaskStatus.Faulted, sent.Metadata["state"].ToObject());
        Assert.Equal("System.InvalidOperationException", sent.Metadata["exception.type"].ToObject());
        Assert.Equal("No such order.", sent.Metadata["exception.message"].ToObject());
        Assert.All(["Password", "Request", "Body", "Exception"], key => Assert.False(sent.Metadata.ContainsKey(key)));
        Assert.Empty(source.Dropped);
    }

    [Fact]
    public void B1_object_that_is_named_is_passed_as_it_is()
    {
        using var library = new DiagnosticListener(_name);
        Record(new() { Tags = ["Request"] });
        var request = new List<int> { 1 };
        library.Write("Sent", new { Request = request, Size = 17 });

        Assert.Same(request, _events.Single().Metadata["Request"].ToObject());
        Assert.False(_events.Single().Metadata.ContainsKey("Size"));
        Assert.Empty(_events.Single().Measurements);
    }

    [Fact]
    public void B2_payload_may_be_a_list_of_pairs_or_nothing()
    {
        using var library = new DiagnosticListener(_name);
        Record();
        library.Write("Sent", new Dictionary<string, object?> { ["Size"] = 17, ["Request"] = new object(), ["None"] = null });
        library.Write("Sent", null);

        Assert.Equal(17, _events.Records[0].Metadata["Size"].ToObject());
        Assert.False(_events.Records[0].Metadata.ContainsKey("Request"));
        Assert.Equal(2, _events.Count);
    }

    [Fact]
    public void B4_getter_that_throws_is_counted_and_the_event_is_emitted()
    {
        using var library = new DiagnosticListener(_name);
        TelemetrySource source = Record();
        library.Write("Sent", new Throwing());

        Assert.Equal(1, _events.Single().Metadata["Size"].ToObject());
        Assert.Equal(1, source.Dropped[SourceProblem.TagFailed]);
    }

    [Fact]
    public void B2_property_of_the_derived_type_hides_that_of_its_base()
    {
        using var library = new DiagnosticListener(_name);
        Record();
        library.Write("Sent", new Derived());

        Assert.Equal("derived", _events.Single().Metadata["Value"].ToObject());
    }

    [Fact]
    public void B1_listener_that_appears_later_is_awaited()
    {
        Assert.Throws<SourceException>(() => _bridge.Enable(_name, SourceKind.DiagnosticListener));
        TelemetrySource source = Record(new() { AwaitsSource = true });
        Assert.False(source.Exists);

        using var library = new DiagnosticListener(_name);
        library.Write("Sent", null);

        Assert.True(source.Exists);
        Assert.Equal(1, _events.Count);
    }

    [Fact]
    public void B2_operation_of_a_listener_has_a_duration_and_ids()
    {
        using var library = new DiagnosticListener(_name);
        Record();
        var activity = new Activity("Call");
        Assert.True(library.IsEnabled("Call"));
        library.StartActivity(activity, null);
        library.StopActivity(activity, null);

        Assert.Equal([Root + ".call.start", Root + ".call.stop"], _events.Names);
        Assert.Equal(activity.Duration, _events.Records[1].Measurements["duration"].ToObject());
        Assert.Equal(activity.SpanId.ToHexString(), _events.Records[1].Metadata["span_id"].ToObject());
    }

    [Fact]
    public void B4_work_of_a_handler_is_suppressed_and_counted()
    {
        using var library = new DiagnosticListener(_name);
        TelemetrySource source = Record();
        _dispatcher.Attach("calling", EventPattern.Parse("*"), (in _, _) => library.Write("Sent", null));
        library.Write("Sent", null);

        Assert.Equal(1, _events.Count);
        Assert.Equal(1, source.Suppressed);
    }

    [Fact]
    public void Payload_is_not_kept_alive()
    {
        using var library = new DiagnosticListener(_name);
        Record();

        Assert.True(Garbage.Collects(Write(library)));
    }

    [Fact]
    public void Known_parts_of_the_payload_of_a_database_are_read_without_the_statement()
    {
        using var library = new DiagnosticListener("Microsoft.EntityFrameworkCore");
        using TelemetrySource source = _bridge.Enable("Microsoft.EntityFrameworkCore", SourceKind.DiagnosticListener);
        string mark = Guid.NewGuid().ToString();
        _dispatcher.Attach("recorder", EventPattern.Parse("microsoft.entityframeworkcore.*"), _events.Handle);
        library.Write(
            "Microsoft.EntityFrameworkCore.Database.Command.CommandExecuted",
            new
            {
                Command = new { CommandText = "select 'secret'", Connection = new { Database = mark } },
                Duration = TimeSpan.FromSeconds(1),
            });

        EventRecord executed = Assert.Single(
            _events.Records, record => record.Metadata.TryGetValue("db.namespace", out MetadataValue name) && name.ToString() == mark);
        Assert.Equal("microsoft.entityframeworkcore.database.command.commandexecuted", executed.EventName.ToString());
        Assert.Equal(TimeSpan.FromSeconds(1), executed.Measurements["Duration"].ToObject());
        Assert.DoesNotContain(executed.Metadata.Values, value => value.ToString().Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_of_HttpClient_are_messages_with_known_parts()
    {
        using var server = new WebServer();
        using TelemetrySource source = _bridge.Enable("HttpHandlerDiagnosticListener");
        _dispatcher.Attach("recorder", EventPattern.Parse("httphandlerdiagnosticlistener.*"), _events.Handle);
        using var client = new HttpClient();
        using HttpResponseMessage response = await client.GetAsync(server.At("204?secret"), TestContext.Current.CancellationToken);

        EventRecord stop = Assert.Single(_events.Records, record =>
            record.EventName.ToString() == "httphandlerdiagnosticlistener.system.net.http.httprequestout.stop"
            && record.Metadata["server.port"].ToObject() is int port && port == server.Port);
        Assert.Equal(204, stop.Metadata["http.response.status_code"].ToObject());
        Assert.Equal("GET", stop.Metadata["http.request.method"].ToObject());
        Assert.Equal(server.At("204").ToString(), stop.Metadata["url.full"].ToObject());
        Assert.IsType<TimeSpan>(stop.Measurements["duration"].ToObject());
        Assert.False(stop.Metadata.ContainsKey("Request"));
    }

    private TelemetrySource Record(SourceOptions? options = null)
    {
        TelemetrySource source = _bridge.Enable(_name, SourceKind.DiagnosticListener, options);
        _dispatcher.Attach("recorder", EventPattern.Parse("*"), _events.Handle);
        return source;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Write(DiagnosticListener library)
    {
        var payload = new { Status = HttpStatusCode.OK, Inner = new object() };
        library.Write("Sent", payload);
        return new WeakReference(payload);
    }

    private sealed class Throwing
    {
        public static int Shared => 2;

        public int Size { get; } = 1;

        public int Fails => Size > 0 ? throw new InvalidOperationException() : 0;

        public int this[int index] => index;
    }

    private class Base
    {
        public object Value { get; } = "base";
    }

    private sealed class Derived : Base
    {
        public new string Value { get; } = "derived";
    }
}
