using Telemetry.Diagnostics;

namespace Telemetry.Tests.Diagnostics;

/// <summary>Sources that several users share.</summary>
public sealed class SourceSharingExtensionsTests : IDisposable
{
    private readonly string _name = $"Shop{Guid.NewGuid():N}";
    private readonly SourceBridge _bridge = new(new TelemetryDispatcher());

    public void Dispose() => _bridge.Dispose();

    [Fact]
    public void Source_is_enabled_until_the_last_share_is_disposed()
    {
        SharedSource one = Share("route");
        SharedSource other = Share("route");

        Assert.Same(one.Source, other.Source);
        one.Dispose();
        one.Dispose();
        Assert.Single(_bridge.List());
        other.Dispose();
        Assert.Empty(_bridge.List());
    }

    [Fact]
    public void Source_with_other_options_is_not_shared()
    {
        using SharedSource one = Share("route");

        SourceException error = Assert.Throws<SourceException>(() => Share("status"));

        Assert.Equal(SourceErrorKind.SourceAlreadyEnabled, error.Kind);
    }

    [Fact]
    public void Source_that_was_enabled_otherwise_stays()
    {
        using TelemetrySource source = _bridge.Enable(
            _name, SourceKind.Activity, new() { AwaitsSource = true, Tags = ["route"] });

        Share("route").Dispose();

        Assert.Same(source, Assert.Single(_bridge.List()));
    }

    private SharedSource Share(string tag) =>
        _bridge.EnableShared(_name, SourceKind.Activity, new() { AwaitsSource = true, Tags = [tag] });
}
