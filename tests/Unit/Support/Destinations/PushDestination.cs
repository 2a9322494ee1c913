using System.Net;
using Telemetry.Metrics;
using Telemetry.Reporters;

namespace Telemetry.Tests.Support;

/// <summary>A server that takes pushes, which is closed while it is away.</summary>
internal sealed class PushDestination : Destination
{
    private readonly int _port = ServerProcess.FreePorts(1)[0];
    private HttpListener _server;
    private long _arrived;

    internal PushDestination()
    {
        _server = Open();
    }

    internal override Reporter Create(MetricRegistry registry) => new PushgatewayReporter(new()
    {
        Registry = registry,
        Uri = new($"http://127.0.0.1:{_port}"),
        Job = "test",
        Interval = TimeSpan.FromDays(1),
    });

    internal override long Arrived() => Volatile.Read(ref _arrived);

    internal override void GoAway() => _server.Close();

    internal override void ComeBack() => _server = Open();

    public override void Dispose() => _server.Close();

    private HttpListener Open()
    {
        var server = new HttpListener();
        server.Prefixes.Add($"http://127.0.0.1:{_port}/");
        server.Start();
        new Thread(() => Serve(server)) { IsBackground = true }.Start();
        return server;
    }

    private void Serve(HttpListener server)
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = server.GetContext();
                using var body = new StreamReader(context.Request.InputStream);
                Volatile.Write(ref _arrived, TextFileDestination.CounterIn(body.ReadToEnd()));
                context.Response.StatusCode = 200;
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }
}
