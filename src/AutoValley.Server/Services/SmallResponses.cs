using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>Lets small responses that follow each other at once travel together: a flush for each costs more than making it.</summary>
internal sealed class SmallResponses
{
    private const int FlushBytes = 64 << 10;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    private int bytes;

    /// <summary>How to write the next response.</summary>
    /// <param name="response">Small: its size is computed.</param>
    /// <param name="isFollowed">Whether another one, or the end, is there already.</param>
    public WriteOptions? OptionsFor(IMessage response, bool isFollowed)
    {
        bytes += isFollowed ? response.CalculateSize() : FlushBytes;
        if (bytes < FlushBytes)
            return Buffered;
        bytes = 0;
        return null;
    }
}
