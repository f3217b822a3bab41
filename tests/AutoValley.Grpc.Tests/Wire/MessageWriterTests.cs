using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class MessageWriterTests
{
    private static readonly byte[] Text = [.. Enumerable.Repeat((byte)'a', 1000)];

    [Fact]
    public async Task Write_KnownLength_GoesStraightToTheConnection()
    {
        var body = new MemoryStream();
        var pipe = PipeWriter.Create(body);
        IBufferWriter<byte>? target = null;
        var writer = new MessageWriter(pipe, null, null);
        writer.Write<byte[]>([1, 2], (message, context) =>
        {
            context.SetPayloadLength(message.Length);
            target = context.GetBufferWriter();
            target.Write(message);
            context.Complete();
        }, default);
        await writer.FlushAsync(CancellationToken.None);
        Assert.Same(pipe, target);
        Assert.Equal([0, 0, 0, 0, 2, 1, 2], body.ToArray());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Write_AnyWayOfSerializing_GivesTheSameFrame(bool atOnce, bool knownLength)
    {
        Assert.Equal([0, 0, 0, 0, 3, 7, 8, 9], await WriteAsync([7, 8, 9], null, default, Serializer(atOnce, knownLength)));
        Assert.Equal([0, 0, 0, 0, 0], await WriteAsync([], null, default, Serializer(atOnce, knownLength)));
    }

    [Fact]
    public async Task Write_Gzip_CompressesWhatIsNotEmpty()
    {
        var frame = await WriteAsync(Text, CompressionLevel.Fastest, default, Serializer(false, true));
        Assert.Equal(1, frame[0]);
        Assert.Equal(frame.Length - 5, frame[4]);
        using var inflated = new MemoryStream();
        new GZipStream(new MemoryStream(frame[5..]), CompressionMode.Decompress).CopyTo(inflated);
        Assert.Equal(Text, inflated.ToArray());

        Assert.Equal([0, 0, 0, 0, 0], await WriteAsync([], CompressionLevel.Fastest, default, Serializer(false, true)));
        Assert.Equal(0, (await WriteAsync(Text, CompressionLevel.Fastest, WriteFlags.NoCompress, Serializer(false, true)))[0]);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task Write_OverTheLimit_IsRefused(bool atOnce, bool knownLength)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => WriteAsync(new byte[1001], null, default, Serializer(atOnce, knownLength)));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
    }

    [Fact]
    public async Task Write_SerializerThatDoesNotComplete_IsRefused() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => WriteAsync([1], null, default, (_, context) => context.GetBufferWriter()));

    private static Action<byte[], SerializationContext> Serializer(bool atOnce, bool knownLength) => (message, context) =>
    {
        if (atOnce)
        {
            context.Complete(message);
            return;
        }
        if (knownLength)
            context.SetPayloadLength(message.Length);
        context.GetBufferWriter().Write(message);
        context.Complete();
    };

    private static async Task<byte[]> WriteAsync(
        byte[] message, CompressionLevel? compression, WriteFlags flags, Action<byte[], SerializationContext> serialize)
    {
        var body = new MemoryStream();
        var writer = new MessageWriter(PipeWriter.Create(body), 1000, compression);
        writer.Write(message, serialize, flags);
        await writer.FlushAsync(CancellationToken.None);
        return body.ToArray();
    }
}
