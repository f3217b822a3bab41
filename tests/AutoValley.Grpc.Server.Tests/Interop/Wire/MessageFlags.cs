using System.Buffers.Binary;

namespace AutoValley.Grpc.Server.Tests.Interop.Wire;

/// <summary>The compressed flags of the messages of a direction, read off the bytes as they pass.</summary>
/// <param name="seen">Where they are noted, for a call or several; null for a list of its own.</param>
internal sealed class MessageFlags(List<bool>? seen = null)
{
    private const int PrefixBytes = 5;

    private readonly byte[] _prefix = new byte[PrefixBytes];
    private readonly List<bool> _flags = seen ?? [];
    private int _inPrefix;
    private long _left;

    /// <summary>Of the messages that have begun, in order.</summary>
    public IReadOnlyList<bool> Seen
    {
        get
        {
            lock (_flags)
                return [.. _flags];
        }
    }

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var skipped = (int)Math.Min(_left, bytes.Length);
            _left -= skipped;
            bytes = bytes[skipped..];
            var taken = _left > 0 ? 0 : Math.Min(PrefixBytes - _inPrefix, bytes.Length);
            bytes[..taken].CopyTo(_prefix.AsSpan(_inPrefix));
            bytes = bytes[taken..];
            _inPrefix += taken;
            if (_inPrefix < PrefixBytes)
                continue;
            lock (_flags)
                _flags.Add(_prefix[0] != 0);
            _left = BinaryPrimitives.ReadUInt32BigEndian(_prefix.AsSpan(1));
            _inPrefix = 0;
        }
    }
}
