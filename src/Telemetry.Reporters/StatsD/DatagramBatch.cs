using System.Text;

namespace Telemetry.Reporters;

/// <summary>The datagrams of a report.</summary>
internal sealed class DatagramBatch
{
    /// <summary>The most bytes of a datagram: what fits into a packet of Ethernet by IPv6, too, so that none is split up.</summary>
    internal const int MaxLength = 1432;

    private readonly List<byte[]> _datagrams = [];
    private readonly List<(int Datagram, Action Commit)> _commits = [];
    private readonly byte[] _current = new byte[MaxLength];
    private int _length;

    internal IReadOnlyList<byte[]> Datagrams => _datagrams;

    internal long Bytes => _datagrams.Sum(datagram => (long)datagram.Length);

    /// <summary>Adds lines that have to be in one datagram.</summary>
    /// <returns>Whether they fit into one.</returns>
    internal bool TryAdd(string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(lines);
        if (bytes.Length > MaxLength)
        {
            return false;
        }

        if (_length > 0 && _length + 1 + bytes.Length > MaxLength)
        {
            Complete();
        }

        if (_length > 0)
        {
            _current[_length++] = (byte)'\n';
        }

        bytes.CopyTo(_current, _length);
        _length += bytes.Length;
        return true;
    }

    /// <summary>Adds an action to do when all that was added so far was sent.</summary>
    internal void OnSent(Action commit) => _commits.Add((_datagrams.Count + (_length > 0 ? 1 : 0), commit));

    /// <summary>Ends the last datagram.</summary>
    internal void Complete()
    {
        if (_length > 0)
        {
            _datagrams.Add(_current.AsSpan(0, _length).ToArray());
            _length = 0;
        }
    }

    /// <summary>Does what there is to do after some of the datagrams were sent.</summary>
    internal void Commit(int sent)
    {
        foreach ((int datagram, Action commit) in _commits)
        {
            if (datagram <= sent)
            {
                commit();
            }
        }
    }
}
