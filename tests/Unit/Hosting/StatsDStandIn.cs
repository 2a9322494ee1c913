using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Takes the place of a StatsD server: adds up what it receives for each counter.</summary>
internal sealed class StatsDStandIn : IDisposable
{
    private readonly UdpClient _client = new(new IPEndPoint(IPAddress.Loopback, 0));

    internal int Port => ((IPEndPoint)_client.Client.LocalEndPoint!).Port;

    /// <summary>Waits until counters have their totals.</summary>
    internal async Task WaitForAsync(params (string Name, double Total)[] expected)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Threads.Patience);
        var totals = new Dictionary<string, double>();
        while (!expected.All(counter => totals.TryGetValue(counter.Name, out double total) && total >= counter.Total))
        {
            UdpReceiveResult datagram = await _client.ReceiveAsync(patience.Token);
            foreach (string line in Encoding.UTF8.GetString(datagram.Buffer).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = line.Split(':', '|');
                totals[parts[0]] = totals.GetValueOrDefault(parts[0]) + double.Parse(parts[1], CultureInfo.InvariantCulture);
            }
        }

        Assert.All(expected, counter => Assert.Equal(counter.Total, totals[counter.Name]));
    }

    public void Dispose() => _client.Dispose();
}
