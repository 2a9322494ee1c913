using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>The behaviour that handler folders and sessions share as services of a host.</summary>
[Collection(SharedDispatcher.Name)]
public sealed class HostedPartTests : IAsyncDisposable
{
    private const string Folder = "folder";
    private const string Session = "session";
    private const string Recording = "Register-TelemetryHandler record service.* { param($n, $m, $d, $c) $c.Enqueue(\"$n\") } $Seen";

    private readonly HostOfScripts _program = new();

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData(Folder, true)]
    [InlineData(Folder, false)]
    [InlineData(Session, true)]
    [InlineData(Session, false)]
    public async Task Events_of_other_services_at_their_start_and_stop_are_handled(string part, bool isFirst)
    {
        if (isFirst)
        {
            _program.Services.AddHostedService<EmittingService>();
        }

        Add(part, Recording);
        if (!isFirst)
        {
            _program.Services.AddHostedService<EmittingService>();
        }

        await _program.StartAsync();
        await _program.StopAsync();

        Assert.Equal(["service.started", "service.stopped"], _program.Seen);
        Assert.Empty(FolderOnDisk.AttachedIds);
    }

    // Such as that of WebHostBuilder.
    [Theory]
    [InlineData(Folder)]
    [InlineData(Session)]
    public async Task Host_that_knows_only_start_and_stop_loads_the_scripts_and_closes_them(string part)
    {
        Add(part, Recording);
        IHostedService service = Assert.Single(_program.Host.Services.GetServices<IHostedService>());

        await service.StartAsync(TestContext.Current.CancellationToken);
        TelemetryDispatcher.Default.Execute("service.started");
        await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["service.started"], _program.Seen);
        Assert.Empty(FolderOnDisk.AttachedIds);
    }

    [Theory]
    [InlineData(Folder)]
    [InlineData(Session)]
    public async Task Container_that_is_disposed_synchronously_closes_the_scripts(string part)
    {
        Add(part, Recording);
        await using ServiceProvider provider = _program.Services.BuildServiceProvider();
        IHostedService service = Assert.Single(provider.GetServices<IHostedService>());
        await service.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["record"], FolderOnDisk.AttachedIds);

#pragma warning disable CA1849 // The synchronous one is tested.
        provider.Dispose();
#pragma warning restore CA1849

        Assert.Empty(FolderOnDisk.AttachedIds);
    }

    [Fact]
    public async Task Stop_after_the_time_of_the_host_handles_what_is_queued()
    {
        Add(Folder, "Register-TelemetryHandler queue queued -Buffered { param($n, $m, $d, $c) $c.Enqueue($m.n) } $Seen");
        await _program.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            TelemetryDispatcher.Default.Execute("queued", [new("n", i)]);
        }

        await _program.Host.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(Enumerable.Range(0, 20), _program.Seen.Cast<int>());
        Assert.Empty(_program.Log.At(LogLevel.Warning));
    }

    [Fact]
    public void Page_about_hosts_lists_each_kind_of_entry()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "hosting-csharp.md"));
        LoggerMessageAttribute[] kinds =
        [
            .. typeof(TelemetrySession).Assembly.GetType("Telemetry.Hosting.HostingLog", throwOnError: true)!
                .GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
                .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
                .OfType<LoggerMessageAttribute>(),
        ];

        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.Contains($"{kind.EventId}, `{kind.EventName}`", page, StringComparison.Ordinal));
    }

    private void Add(string part, string script)
    {
        string path = _program.Write("scripts", "start.ps1", script);
        if (part == Folder)
        {
            _program.Services.AddHandlerFolder("scripts", options => options.Variables["Seen"] = _program.Seen);
            return;
        }

        _program.Services.AddTelemetrySession(options =>
        {
            options.StartScripts.Add(path);
            options.Variables["Seen"] = _program.Seen;
        });
    }
}
