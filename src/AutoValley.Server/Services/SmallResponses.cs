using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>Lets small responses that follow each other at once travel together: a flush for each costs more than making it.</summary>
internal sealed class SmallResponses
{
    private const int FlushBytes = 64 << 10;

    private static readonly WriteOptions Buffered = new(WriteFlags.BufferHint);

    private int bytes;

    /// <summary>How to write the next response.</summary>
    /// <param name="size">Its bytes.</param>
    /// <param name="isFollowed">Whether another one, or the end, is there already.</param>
    public WriteOptions? OptionsFor(int size, bool isFollowed)
    {
        bytes += isFollowed ? size : FlushBytes;
        if (bytes < FlushBytes)
            return Buffered;
        bytes = 0;
        return null;
    }

    /// <summary>Writes responses that are there already, the last of them so that nothing is left behind.</summary>
    public async Task WriteAsync(IServerStreamWriter<LiveResponse> writer, IEnumerable<LiveResponse> responses, CancellationToken cancellation)
    {
        LiveResponse? held = null;
        foreach (var response in responses)
        {
            if (held is not null)
                await WriteAsync(writer, held, isFollowed: true, cancellation);
            held = response;
        }
        if (held is not null)
            await WriteAsync(writer, held, isFollowed: false, cancellation);
    }

    private Task WriteAsync(IServerStreamWriter<LiveResponse> writer, LiveResponse response, bool isFollowed, CancellationToken cancellation)
    {
        writer.WriteOptions = OptionsFor(response.Size, isFollowed);
        return writer.WriteAsync(response, cancellation);
    }
}
