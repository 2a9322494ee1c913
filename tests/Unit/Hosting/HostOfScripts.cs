using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>A generic host with a folder as its content root, which goes when disposed, and the log of its scripts.</summary>
internal sealed class HostOfScripts : IAsyncDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("telemetry-test-");
    private IHost? _host;

    public HostOfScripts()
    {
        Builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { ContentRootPath = _root.FullName });
        Builder.Logging.AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
    }

    public HostApplicationBuilder Builder { get; }

    public IServiceCollection Services => Builder.Services;

    public LogRecorder Log { get; } = new("Telemetry.Hosting");

    /// <summary>The objects that scripts and handlers added to <c>$Seen</c>, if they have it.</summary>
    public ConcurrentQueue<object> Seen { get; } = new();

    /// <summary>The host, which is built when it is first asked for.</summary>
    public IHost Host => _host ??= Builder.Build();

    public string PathOf(string name) => Path.Combine(_root.FullName, name);

    /// <summary>Writes a script into a folder of the content root.</summary>
    public string Write(string folder, string name, string script)
    {
        string path = Path.Combine(Directory.CreateDirectory(PathOf(folder)).FullName, name);
        File.WriteAllText(path, script);
        return path;
    }

    public Task StartAsync() => Host.StartAsync(TestContext.Current.CancellationToken);

    public Task StopAsync() => Host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }

        _root.Delete(recursive: true);
    }
}
