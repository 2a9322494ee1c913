using System.Text;

namespace Telemetry.Benchmarks.Support;

/// <summary>A client whose requests never leave the process: its connection is in memory, and each request is answered with 200
/// and no content. What HttpClient does, its activities included, is as on a network.</summary>
internal sealed class MemoryConnection : IDisposable
{
    private static readonly byte[] s_answer = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    private static readonly byte[] s_end = Encoding.ASCII.GetBytes("\r\n\r\n");

    private readonly HttpMessageInvoker _client;

    internal MemoryConnection() => _client = new HttpMessageInvoker(new SocketsHttpHandler
    {
        ConnectCallback = (_, _) => new(new Answering()),
        UseProxy = false,
        UseCookies = false,
    });

    /// <summary>Sends requests one after the other.</summary>
    internal void Send(int count)
    {
        for (int i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "http://localhost/orders?number=17");
            using HttpResponseMessage response = _client.SendAsync(request, CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>A stream that answers each request that is written to it, when it is read.</summary>
    private sealed class Answering : Stream
    {
        private readonly SemaphoreSlim _requests = new(0);

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            // An empty read asks whether there is something to read.
            await _requests.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (buffer.IsEmpty)
            {
                _requests.Release();
                return 0;
            }

            s_answer.CopyTo(buffer);
            return s_answer.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Span.EndsWith(s_end))
            {
                _requests.Release();
            }

            return default;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
