using System.Diagnostics;
using Telemetry.Diagnostics;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Enabling, listing and finding sources.</summary>
// One of them has a source with the name of Npgsql's, whose activities the tests with PostgreSQL would count.
[Collection(PostgresFixture.Name)]
[Trait("Category", "Slow")]
public sealed class SourceBridgeTests : IDisposable
{
    private readonly BridgeOfATest _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public void B1_unknown_source_is_refused_with_the_sources_that_there_are()
    {
        SourceException e = Assert.Throws<SourceException>(() => _test.Bridge.Enable("No.Such.Source"));

        Assert.Equal(SourceErrorKind.UnknownSource, e.Kind);
        Assert.Equal("No.Such.Source", e.Target);
        Assert.Contains("System.Net.Http (Activity)", e.Message, StringComparison.Ordinal);
        Assert.Empty(_test.Bridge.List());
    }

    [Fact]
    public void B1_awaited_source_gives_events_once_it_appears()
    {
        string name = $"Later{Guid.NewGuid():N}";
        TelemetrySource source = _test.Bridge.Enable(name, options: new() { AwaitsSource = true });
        _test.Dispatcher.Attach("recorder", EventPattern.Parse("*"), _test.Events.Handle);
        Assert.False(source.Exists);
        Assert.True(source.IsListening);

        using var library = new ActivitySource(name);
        library.StartActivity("Load")!.Stop();

        Assert.True(source.Exists);
        Assert.Equal(2, _test.Events.Count);
    }

    [Fact]
    public void B1_source_is_found_without_regard_to_case_and_has_its_own_spelling() =>
        Assert.Equal(_test.Library.Name, _test.Bridge.Enable(_test.Library.Name.ToUpperInvariant()).Name);

    [Fact]
    public void B1_enabled_source_is_refused()
    {
        TelemetrySource source = _test.Bridge.Enable(_test.Library.Name);
        Assert.Equal(
            SourceErrorKind.SourceAlreadyEnabled,
            Assert.Throws<SourceException>(() => _test.Bridge.Enable(_test.Library.Name.ToUpperInvariant())).Kind);
        Assert.Equal([source], _test.Bridge.List());

        source.Dispose();
        _test.Bridge.Enable(_test.Library.Name);
    }

    [Theory]
    [InlineData("Telemetry", SourceErrorKind.OwnSource)]
    [InlineData("telemetry", SourceErrorKind.OwnSource)]
    [InlineData("", SourceErrorKind.InvalidSourceName)]
    [InlineData(" ", SourceErrorKind.InvalidSourceName)]
    public void B5_own_source_and_empty_names_are_refused(string name, SourceErrorKind expected)
    {
        using var own = new ActivitySource("Telemetry");

        Assert.Equal(
            expected, Assert.Throws<SourceException>(() => _test.Bridge.Enable(name, options: new() { AwaitsSource = true })).Kind);
        Assert.DoesNotContain(_test.Bridge.Discover(), source => source.Name == "Telemetry");
    }

    [Fact]
    public void Invalid_options_are_refused()
    {
        SourceErrorKind KindOf(SourceOptions options) =>
            Assert.Throws<SourceException>(() => _test.Bridge.Enable(_test.Library.Name, options: options)).Kind;

        Assert.Equal(SourceErrorKind.InvalidPrefix, KindOf(new() { Prefix = "a..b" }));
        Assert.Equal(SourceErrorKind.InvalidPrefix, KindOf(new() { Prefix = "a*" }));
        Assert.Equal(SourceErrorKind.InvalidTag, KindOf(new() { Tags = [string.Empty] }));
        Assert.Equal(SourceErrorKind.InvalidTag, KindOf(new() { Tags = [null!] }));
        Assert.Equal(SourceErrorKind.InvalidInterval, KindOf(new() { Interval = TimeSpan.Zero }));
        Assert.Throws<ArgumentNullException>(() => _test.Bridge.Enable(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => _test.Bridge.Enable(_test.Library.Name, (SourceKind)9));
    }

    [Fact]
    public void Known_and_existing_sources_are_found()
    {
        IReadOnlyList<SourceInfo> found = _test.Bridge.Discover();
        SourceInfo known = Assert.Single(found, source => source is { Name: "Npgsql", Kind: SourceKind.Activity });
        SourceInfo library = Assert.Single(found, source => source.Name == _test.Library.Name);

        Assert.True(known.IsKnown);
        Assert.False(known.IsEnabled);
        Assert.NotNull(known.Description);
        Assert.Equal(
            [
                "db.client.connection.create.start", "db.client.connection.create.stop", "db.client.connection.create.exception",
                "db.client.operation.start", "db.client.operation.stop", "db.client.operation.exception",
            ],
            known.Events);
        Assert.True(library is { IsKnown: false, Exists: true, IsEnabled: false, Kind: SourceKind.Activity, Description: null });
        Assert.False(_test.Library.HasListeners());
    }

    [Fact]
    public void Events_of_an_enabled_source_are_listed_with_its_prefix()
    {
        using TelemetrySource source = _test.Bridge.Enable("Npgsql", SourceKind.Activity, new() { Prefix = "orders" });
        SourceInfo found = Assert.Single(_test.Bridge.Discover(), info => info is { Name: "Npgsql", Kind: SourceKind.Activity });

        Assert.True(found.IsEnabled);
        Assert.Contains("orders.db.client.operation.stop", found.Events);
        Assert.Equal("Npgsql (Activity)", found.ToString());
    }

    [Fact]
    public void Source_with_one_name_for_all_operations_uses_it()
    {
        // The name of a source may occur twice in a process.
        using var library = new ActivitySource("Npgsql");
        using TelemetrySource source = _test.Bridge.Enable("Npgsql", SourceKind.Activity);
        _test.Dispatcher.Attach("recorder", "db.client.operation.stop", _test.Events.Handle);
        string mark = Guid.NewGuid().ToString();
        using (Activity activity = library.StartActivity("orders")!)
        {
            activity.SetTag("mark", mark);
        }

        Assert.Contains(
            _test.Events.Records, record => record.Metadata.TryGetValue("mark", out MetadataValue value) && value.ToString() == mark);
    }

    [Fact]
    public void Disposed_bridge_disables_its_sources_and_enables_none()
    {
        _test.Dispatcher.Attach("recorder", EventPattern.Parse("*"), _test.Events.Handle);
        _test.Bridge.Enable(_test.Library.Name);
        Assert.True(_test.Library.HasListeners());
        _test.Bridge.Dispose();

        Assert.False(_test.Library.HasListeners());
        Assert.Empty(_test.Bridge.List());
        Assert.Throws<ObjectDisposedException>(() => _test.Bridge.Enable(_test.Library.Name));
    }

    [Fact]
    public void Default_bridge_belongs_to_the_default_dispatcher() =>
        Assert.Same(TelemetryDispatcher.Default, SourceBridge.Default.Dispatcher);
}
