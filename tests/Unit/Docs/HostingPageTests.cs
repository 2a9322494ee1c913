using System.Diagnostics;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Docs;

/// <summary>The web service of the page about hosts, as its files are: the program, and the script of an operator.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class HostingPageTests
{
    private const string WebUsings =
        $"""
        {CSharp.ImplicitUsings}
        global using System.Net.Http.Json;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    [Fact]
    public async Task Program_of_the_page_serves_what_its_script_handled()
    {
        DocumentedPage page = DocumentedPage.Open("docs/hosting-csharp.md");
        using var folder = new FolderOfATest();
        string handlers = Directory.CreateDirectory(Path.Combine(folder.Path, "handlers")).FullName;
        await File.WriteAllTextAsync(Path.Combine(handlers, "alerts.ps1"), CodeOf("ps1"), TestContext.Current.CancellationToken);
        Action<string[]> run = CompiledProgram.Compile(page.Path, CodeOf("cs"), WebUsings);
        var started = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task running = Task.Factory.StartNew(
            () =>
            {
                // The platform names each host that is built, on the thread that builds it.
                Thread own = Thread.CurrentThread;
                using IDisposable subscription = DiagnosticListener.AllListeners.Subscribe(new HostWatch(host =>
                {
                    if (Thread.CurrentThread == own)
                    {
                        IHostApplicationLifetime lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
                        lifetime.ApplicationStarted.Register(() => started.TrySetResult(host));
                    }
                }));
                run(["--contentRoot", folder.Path, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"]);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await Task.WhenAny(started.Task, running).WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        Assert.False(running.IsCompleted, $"The program ended: {running.Exception}");
        IServiceProvider services = (await started.Task).Services;
        IServerAddressesFeature addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        using var client = new HttpClient { BaseAddress = new Uri(addresses.Addresses.Single()) };

        using HttpResponseMessage ordered = await client.PostAsJsonAsync(
            "orders", new { country = "AT", total = 750 }, TestContext.Current.CancellationToken);
        string incidents = await client.GetStringAsync("incidents", TestContext.Current.CancellationToken);
        string health = await client.GetStringAsync("health", TestContext.Current.CancellationToken);
        string metrics = await client.GetStringAsync("metrics", TestContext.Current.CancellationToken);
        services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await running;

        Assert.True(ordered.IsSuccessStatusCode);
        Assert.Equal("[\"A large order from AT\"]", incidents);

        // Degraded if a handler of another test in this process was detached for a failure.
        Assert.Contains(health, (string[])["Healthy", "Degraded"]);
        Assert.Contains("order_placed_total{country=\"AT\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("A large order from AT", page.Prose, StringComparison.Ordinal);
        Assert.Contains("order_placed_total{country=\"AT\"} 1", page.Prose, StringComparison.Ordinal);
        Assert.Empty(TelemetryDispatcher.Default.List());

        string CodeOf(string language) => page.Blocks.Single(block => block.Language == language).Code;
    }

    private sealed class HostWatch(Action<IHost> onBuilt) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is ("HostBuilt", IHost host))
            {
                onBuilt(host);
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
