using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Telemetry.AspNetCore;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.AspNetCore;

/// <summary>The collection for requests, as a client and what subscribes to the collection see it.</summary>
[Collection(OneAspNetCoreServer.Name)]
public sealed class SharedCollectionTests
{
    [Fact]
    public async Task Each_request_has_what_happened_before_it()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        for (int i = 1; i <= 200; i++)
        {
            site.Count();

            Assert.EndsWith($"job_total {i}\n", await site.GetAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_is_asked_for_at_a_collection_is_in_the_response()
    {
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Registry.Collecting += (_, _) => site.Count();

        Assert.EndsWith("job_total 1\n", await site.GetAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_thread_of_the_pool_waits_for_a_collection()
    {
        bool? isOfPool = null;
        await using MetricsSite site = await MetricsSite.StartAsync(app => app.MapTelemetryMetrics());
        site.Registry.Collecting += (_, _) => isOfPool = Thread.CurrentThread.IsThreadPoolThread;

        await site.GetAsync();

        Assert.False(isOfPool);
    }

    [Fact]
    public async Task Requests_that_come_during_a_collection_share_the_next_one()
    {
        const int Others = 5;
        int collections = 0;
        using var inside = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        using var waiting = new CountdownEvent(Others + 1);
        await using MetricsSite site = await MetricsSite.StartAsync(app =>
        {
            app.Use((_, next) =>
            {
                // When it returns, the request waits for its collection.
                Task response = next();
                waiting.Signal();
                return response;
            });
            app.UseRouting();
            app.MapTelemetryMetrics();
        });
        site.Registry.Collecting += (_, _) =>
        {
            if (Interlocked.Increment(ref collections) == 1)
            {
                inside.Set();
                Threads.WaitFor(gate);
            }
        };

        Task<string> first = site.GetAsync();
        Threads.WaitFor(inside);
        site.Count();
        Task<string>[] others = [.. Enumerable.Range(0, Others).Select(_ => site.GetAsync())];
        Assert.True(waiting.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        gate.Set();

        await first;
        Assert.All(await Task.WhenAll(others), text => Assert.EndsWith("job_total 1\n", text, StringComparison.Ordinal));
        Assert.Equal(2, collections);
    }

    [Fact]
    public async Task Client_that_is_gone_is_not_an_error()
    {
        using var inside = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();
        using var gone = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        await using MetricsSite site = await MetricsSite.StartAsync(app =>
        {
            app.Use(async (_, next) =>
            {
                await next();
                ended.TrySetResult();
            });
            app.UseRouting();
            app.MapTelemetryMetrics();
        });
        site.Registry.Collecting += (_, _) =>
        {
            inside.Set();
            Threads.WaitFor(gate);
        };

        Task<HttpResponseMessage> request = site.Client.GetAsync("metrics", gone.Token);
        Threads.WaitFor(inside);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await ended.Task.WaitAsync(Threads.Patience, TestContext.Current.CancellationToken);
        gate.Set();

        using HttpResponseMessage next = await site.SendAsync(HttpMethod.Get);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Empty(site.Log.At(LogLevel.Error));
    }
}
