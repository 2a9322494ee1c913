using System.Diagnostics;
using System.Net.Sockets;

namespace Telemetry.Reporters;

/// <summary>The socket of a client. All reads and writes together have one deadline, however slowly the client sends or reads. They
/// wait on the calling thread, so they work while all threads of the pool are blocked. Only <see cref="Drain"/> may continue after the
/// deadline: without it, a client that still sends when its request is refused for its slowness may lose the response.</summary>
internal sealed class ClientSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeSpan _time;
    private readonly Stopwatch _passed = Stopwatch.StartNew();
    private volatile bool _isWaitingToRead;

    /// <param name="socket">The socket, which is disposed with this object.</param>
    /// <param name="time">The time until the deadline.</param>
    internal ClientSocket(Socket socket, TimeSpan time)
    {
        _socket = socket;
        _time = time;
        _socket.Blocking = false;
        _socket.NoDelay = true;
    }

    /// <summary>Whether the thread that reads waits for the client.</summary>
    internal bool IsWaitingToRead => _isWaitingToRead;

    /// <summary>Reads what is there, or waits for it.</summary>
    /// <returns>The number of bytes; 0 if the client has closed its side.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    internal int Read(byte[] buffer, int offset)
    {
        while (true)
        {
            int read = _socket.Receive(buffer, offset, buffer.Length - offset, SocketFlags.None, out SocketError error);
            if (!MustWait(error))
            {
                return read;
            }

            _isWaitingToRead = true;
            Wait(SelectMode.SelectRead);
            _isWaitingToRead = false;
        }
    }

    /// <summary>Writes all bytes.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    internal void Write(ArraySegment<byte> bytes)
    {
        int offset = bytes.Offset;
        int end = bytes.Offset + bytes.Count;
        while (offset < end)
        {
            int sent = _socket.Send(bytes.Array!, offset, end - offset, SocketFlags.None, out SocketError error);
            if (MustWait(error))
            {
                Wait(SelectMode.SelectWrite);
            }
            else
            {
                offset += sent;
            }
        }
    }

    /// <summary>Ends the own side, and reads what the client still sends. A client that gets a reset instead, because something
    /// that it sent was not read, may lose the response.</summary>
    /// <param name="longest">The longest time for it. After the deadline, it ends at once when nothing more is there.</param>
    internal void Drain(TimeSpan longest)
    {
        _socket.Shutdown(SocketShutdown.Send);
        byte[] buffer = new byte[1024];
        TimeSpan end = _passed.Elapsed + longest;
        while (_passed.Elapsed < end && _socket.Poll(Microseconds(Min(end, _time)), SelectMode.SelectRead))
        {
            if (_socket.Receive(buffer, 0, buffer.Length, SocketFlags.None, out SocketError error) == 0 || error != SocketError.Success)
            {
                return;
            }
        }
    }

    /// <summary>Makes the thread that reads or writes end with an error.</summary>
    internal void Abort()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool MustWait(SocketError error) => error switch
    {
        SocketError.Success => false,
        SocketError.WouldBlock or SocketError.IOPending => true,
        _ => throw new SocketException((int)error),
    };

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Wait(SelectMode mode)
    {
        if (_passed.Elapsed >= _time)
        {
            throw new TimeoutException();
        }

        _socket.Poll(Microseconds(_time), mode);
    }

    // A millisecond at least, or the last one before the deadline would be spent on polls that do not wait.
    private int Microseconds(TimeSpan end) => (int)Math.Max((end - _passed.Elapsed).TotalMilliseconds, 1) * 1000;
}
