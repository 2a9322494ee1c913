using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Telemetry.Tests.Support;

/// <summary>A server in a process of its own, on free ports, until it is disposed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int Attempts = 3;

    // No server takes as long to start: it turns one that does not into a failure.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    private static readonly ConcurrentDictionary<ServerProcess, Process> s_running = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    // A run that is stopped disposes nothing.
    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (Process process in s_running.Values)
        {
            process.Kill(entireProcessTree: true);
        }
    };

    private ServerProcess(
        string program, IEnumerable<string> arguments, int[] ports, IEnumerable<KeyValuePair<string, string>>? environment)
    {
        Ports = ports;
        _process = ProcessRun.Start(program, arguments, environment);
        s_running[this] = _process;
        _process.StandardInput.Close();
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The client for requests to servers of tests.</summary>
    internal static HttpClient Client { get; } = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>The ports that the server was given.</summary>
    internal IReadOnlyList<int> Ports { get; }

    /// <summary>The root of a server that speaks HTTP on its first port.</summary>
    internal Uri Uri => new($"http://127.0.0.1:{Ports[0]}/");

    /// <summary>The id of the process.</summary>
    internal int Id => _process.Id;

    /// <summary>The lines that the server wrote so far, both to its output and as errors.</summary>
    internal string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a server and waits until it is ready. If it ends before, for example because another program was faster to
    /// use a port, it is started on other ones.</summary>
    /// <param name="program">The path of the program (<see cref="Tool.Require"/>).</param>
    /// <param name="ports">The number of ports, each of which is free for TCP and UDP, at 127.0.0.1.</param>
    /// <param name="arguments">Returns the arguments for the ports, and may write a file of settings.</param>
    /// <param name="isReady">Determines whether the server is ready. An exception of a request means that it is not.</param>
    /// <param name="environment">Variables to set in the server's environment; null for none.</param>
    internal static async Task<ServerProcess> StartAsync(
        string program,
        int ports,
        Func<int[], IEnumerable<string>> arguments,
        Func<ServerProcess, Task<bool>> isReady,
        IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        for (int attempt = 1; ; attempt++)
        {
            int[] free = FreePorts(ports);
            var server = new ServerProcess(program, arguments(free), free, environment);
            try
            {
                await server.WaitUntilAsync(() => isReady(server), "ready");
                return server;
            }
            catch (Exception)
            {
                bool ended = server._process.HasExited;
                await server.DisposeAsync();
                if (!ended || attempt == Attempts)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Determines whether a request for a path of the server succeeds.</summary>
    internal async Task<bool> AnswersAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(Uri, path), TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode;
    }

    /// <summary>Waits until a condition holds. The failure of a request means that it does not hold yet.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="name">The condition in words, for the message of a failure: the server is not …</param>
    /// <param name="last">Returns the last answer, for that message; null for none.</param>
    internal async Task WaitUntilAsync(Func<Task<bool>> condition, string name, Func<string?>? last = null)
    {
        Stopwatch passed = Stopwatch.StartNew();
        while (!await HoldsAsync(condition))
        {
            Assert.False(_process.HasExited, $"The server ended before it was {name}:\n{Output}");
            Assert.True(passed.Elapsed < s_patience, $"The server is not {name}. {last?.Invoke()}\n{Output}");
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks the server to end by a signal, and waits until it has.</summary>
    /// <param name="signal">Such as <c>SIGTERM</c>. Where there are no signals, the server is killed by <see cref="DisposeAsync"/>.</param>
    internal async Task EndAsync(string signal)
    {
        if (OperatingSystem.IsWindows() || _process.HasExited)
        {
            return;
        }

        UnixSignal.Send(signal, _process.Id);
        using var patience = new CancellationTokenSource(s_patience);
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Waits until the server has ended, and until its output is complete.</summary>
    /// <returns>The exit code.</returns>
    internal async Task<int> WaitForExitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        s_running.TryRemove(this, out _);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static async Task<bool> HoldsAsync(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException)
        {
            return false;
        }
    }

    // Held until all are known, so that they differ.
    internal static int[] FreePorts(int count)
    {
        var held = new List<Socket>();
        try
        {
            var ports = new List<int>();
            while (ports.Count < count)
            {
                Socket tcp = Bind(SocketType.Stream, ProtocolType.Tcp, 0);
                held.Add(tcp);
                int port = ((IPEndPoint)tcp.LocalEndPoint!).Port;
                try
                {
                    held.Add(Bind(SocketType.Dgram, ProtocolType.Udp, port));
                    ports.Add(port);
                }
                catch (SocketException)
                {
                    // In use for UDP: another one.
                }
            }

            return [.. ports];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    private static Socket Bind(SocketType type, ProtocolType protocol, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, type, protocol);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
