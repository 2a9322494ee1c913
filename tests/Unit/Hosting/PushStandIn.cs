using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Takes the place of a Pushgateway: records the bodies of pushes, and answers when it is told to.</summary>
internal sealed class PushStandIn : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _received = new(0);

    internal PushStandIn()
    {
        // Another program may take the port in between. Then it starts on another one.
        for (int attempt = 1; ; attempt++)
        {
            Uri = $"http://127.0.0.1:{FreePort()}/";
            _listener.Prefixes.Clear();
            _listener.Prefixes.Add(Uri);
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 5)
            {
            }
        }

        _ = ServeAsync();
    }

    internal string Uri { get; }

    /// <summary>Answers the pushes that were received, and those that follow.</summary>
    internal void Answer() => _answers.TrySetResult();

    /// <summary>Waits for a push whose body has all of some lines.</summary>
    internal async Task WaitForAsync(params string[] lines)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Threads.Patience);
        while (!_bodies.Any(body => lines.All(line => body.Split('\n').Contains(line))))
        {
            await _received.WaitAsync(patience.Token);
        }
    }

    public void Dispose() => _listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.GetContextAsync());
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It was closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            _bodies.Enqueue(await reader.ReadToEndAsync());
            _received.Release();
            await _answers.Task;
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The client went away.
        }
    }
}
