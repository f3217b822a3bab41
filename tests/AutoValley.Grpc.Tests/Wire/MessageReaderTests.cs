using System.IO.Compression;
using System.IO.Pipelines;
using FsCheck.Fluent;
using Grpc.Core;
using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class MessageReaderTests
{
    private const int Limit = 1000;

    [Fact]
    public void ReadAsync_MessagesInPiecesOfAnySize_GivesThemAsWritten() =>
        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll<byte[][], int>((messages, seed) =>
            messages.Select(Convert.ToHexString).SequenceEqual(ReadAll(messages, Math.Abs(seed % 13) + 1).Select(Convert.ToHexString))));

    [Theory]
    [InlineData("", "")]
    [InlineData("00", "ended inside a message, 1 bytes")]
    [InlineData("0000000003AABB", "ended inside a message, 7 bytes")]
    [InlineData("0200000000", "flag is 2")]
    [InlineData("FFFFFFFFFF", "flag is 255")]
    [InlineData("01000000011F", "names no encoding")]
    public async Task ReadAsync_IllFormedInput_IsInternal(string hex, string reason)
    {
        var reader = new MessageReader(PipeReader.Create(new MemoryStream(Convert.FromHexString(hex))), Limit, null);
        if (reason.Length == 0)
        {
            Assert.False((await ReadAsync(reader)).Found);
            return;
        }
        var failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(reader).AsTask());
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Contains(reason, failure.Status.Detail);
    }

    [Theory]
    [InlineData("00000003E9")]
    [InlineData("00FFFFFFFF")]
    [InlineData("0180000000")]
    public async Task ReadAsync_LengthOverLimit_IsRefusedBeforeThePayloadComes(string prefix)
    {
        // The writer stays open: waiting for the payload would never end.
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Convert.FromHexString(prefix));
        var read = ReadAsync(new MessageReader(pipe.Reader, Limit, "gzip")).AsTask();
        var failure = await Assert.ThrowsAsync<RpcException>(() => read.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.Contains("limit is 1000", failure.Status.Detail);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Limit)]
    public async Task ReadAsync_Gzip_Inflates(int length) =>
        Assert.Equal(new byte[length], (await ReadAsync(Compressed(Zip(new byte[length])))).Message);

    [Theory]
    [InlineData(Limit + 1, Limit)]
    [InlineData(50_000_000, 100_000)]
    public async Task ReadAsync_GzipThatGrowsOverTheLimit_IsRefusedAndBounded(int length, int limit)
    {
        var reader = Compressed(Zip(new byte[length]), limit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(reader).AsTask());
        Assert.Equal(StatusCode.ResourceExhausted, failure.StatusCode);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public async Task ReadAsync_GarbageAsGzip_IsInternal() => await IsInternalAsync([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    [Fact]
    public async Task ReadAsync_GzipCutOffAnywhere_IsInternal()
    {
        var whole = Zip([.. Enumerable.Range(0, 500).Select(value => (byte)(value * value))]);
        for (var length = 1; length < whole.Length; length++)
            await IsInternalAsync(whole[..length]);
    }

    private static async Task IsInternalAsync(byte[] payload)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(Compressed(payload)).AsTask());
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
    }

    private static MessageReader Compressed(byte[] payload, int limit = Limit)
    {
        var body = new MemoryStream([1, 0, (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload]);
        return new MessageReader(PipeReader.Create(body), limit, "gzip");
    }

    private static List<byte[]> ReadAll(byte[][] messages, int pieceBytes)
    {
        var body = messages.SelectMany(message => (byte[])[0, 0, 0, 0, (byte)message.Length, .. message]).ToArray();
        var pipe = new Pipe();
        var reader = new MessageReader(pipe.Reader, Limit, null);
        return RunAsync().GetAwaiter().GetResult();

        async Task<List<byte[]>> RunAsync()
        {
            var read = Task.Run(async () =>
            {
                var all = new List<byte[]>();
                while (await ReadAsync(reader) is { Found: true, Message: var message })
                    all.Add(message!);
                return all;
            });
            foreach (var piece in body.Chunk(pieceBytes))
                await pipe.Writer.WriteAsync(piece);
            await pipe.Writer.CompleteAsync();
            return await read;
        }
    }

    private static byte[] Zip(byte[] payload)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionLevel.Optimal))
        {
            stream.Write(payload);
            stream.Flush();
        }
        return output.ToArray();
    }

    private static ValueTask<ReadOutcome<byte[]>> ReadAsync(MessageReader reader) =>
        reader.ReadAsync(context => context.PayloadAsNewBuffer(), CancellationToken.None);
}
