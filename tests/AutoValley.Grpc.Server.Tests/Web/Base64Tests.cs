using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Grpc.AspNetCore.Web.Internal;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>Bodies in base64, however they are cut into pieces and however they arrive.</summary>
public sealed class Base64Tests
{
    [Fact]
    public async Task Decode_OfPaddedPiecesThatArriveInAnyCut_GivesTheBytes()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var bytes = new byte[random.Next(60)];
            random.NextBytes(bytes);
            var text = Encoding.ASCII.GetBytes(string.Concat(Cut(bytes, random).Select(piece => Convert.ToBase64String(piece))));
            Assert.Equal(bytes, await DecodeAsync(Cut(text, random)));
        }
    }

    [Fact]
    public async Task Decode_OfALargeBody_GivesTheBytes()
    {
        var bytes = new byte[1_000_003];
        new Random(8).NextBytes(bytes);
        Assert.Equal(bytes, await DecodeAsync([Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes))]));
    }

    [Theory]
    [InlineData("AAA")]
    [InlineData("AAAAA")]
    [InlineData("AA==A")]
    [InlineData("AA=A")]
    [InlineData("-_-_")]
    [InlineData("AAAAéAAA")]
    public async Task Decode_OfWhatIsNoBase64_Fails(string text)
    {
        foreach (var cut in (byte[][][])[[Encoding.UTF8.GetBytes(text)], [.. Encoding.UTF8.GetBytes(text).Select(octet => new[] { octet })]])
            Assert.Equal(StatusCode.Internal, (await Assert.ThrowsAsync<RpcException>(() => DecodeAsync(cut))).StatusCode);
    }

    [Fact]
    public async Task Flush_OfWhatWasWritten_SendsAPaddedPiece()
    {
        var random = new Random(9);
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        using var writer = new Base64Writer(pipe.Writer);
        foreach (var length in (int[])[0, 1, 2, 3, 4, 3 * 1024, 3 * 1024 + 1, 100_000])
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            foreach (var part in Cut(bytes, random))
                writer.Write(part);
            Assert.Equal(length, writer.UnflushedBytes);
            await writer.FlushAsync();
            Assert.Equal(0, writer.UnflushedBytes);
            var sent = length == 0 ? default : (await pipe.Reader.ReadAsync()).Buffer;
            Assert.Equal(Convert.ToBase64String(bytes), Encoding.ASCII.GetString(sent));
            if (length > 0)
                pipe.Reader.AdvanceTo(sent.End);
        }
    }

    private static async Task<byte[]> DecodeAsync(IEnumerable<byte[]> arrivals)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0, minimumSegmentSize: 16));
        var decoded = Base64ReadStream.Decode(pipe.Reader);
        var reading = ReadToEndAsync(decoded);
        foreach (var arrival in arrivals)
            await pipe.Writer.WriteAsync(arrival);
        await pipe.Writer.CompleteAsync();
        return await reading;
    }

    private static async Task<byte[]> ReadToEndAsync(PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.IsCompleted)
                return result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static List<byte[]> Cut(byte[] bytes, Random random)
    {
        List<byte[]> pieces = [];
        for (var at = 0; at < bytes.Length; at += pieces[^1].Length)
            pieces.Add(bytes[at..Math.Min(bytes.Length, at + random.Next(1, 9))]);
        return pieces;
    }
}
