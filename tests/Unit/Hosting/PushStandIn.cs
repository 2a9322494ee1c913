using System.Collections.Concurrent;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Takes the place of a Pushgateway: records the bodies of pushes, and answers when it is told to.</summary>
internal sealed class PushStandIn : IDisposable
{
    private readonly StandInServer _server;
    private readonly ConcurrentQueue<string> _bodies = new();
    private readonly ManualResetEventSlim _answers = new();
    private readonly SemaphoreSlim _received = new(0);

    internal PushStandIn()
    {
        _server = new StandInServer(request =>
        {
            _bodies.Enqueue(StandInServer.BodyOf(request));
            _received.Release();
            _answers.Wait();
            return StandInServer.Reply("200 OK");
        });
    }

    internal string Uri => _server.Uri.AbsoluteUri;

    /// <summary>Answers the pushes that were received, and those that follow.</summary>
    internal void Answer() => _answers.Set();

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

    public void Dispose()
    {
        _server.Dispose();

        // Ends the threads that still wait to answer.
        _answers.Set();
    }
}
