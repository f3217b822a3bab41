using System.IO.Compression;
using AutoValley.Interop;
using Google.Protobuf;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Whatever bytes come, the call ends with one status, nothing is logged as an error, and the next call works.</summary>
public sealed class HostileRequestTests
{
    private const string Internal = "13";
    private const string Unimplemented = "12";
    private const string ResourceExhausted = "8";

    [Theory]
    [InlineData("", Internal, "no message")]
    [InlineData("00", Internal, "ended inside a message")]
    [InlineData("0000000005AA", Internal, "ended inside a message")]
    [InlineData("0300000000", Internal, "flag is 3")]
    [InlineData("00FFFFFFFF", ResourceExhausted, "4294967295")]
    [InlineData("0000400001", ResourceExhausted, "4194305")]
    [InlineData("00000000000000000000", Internal, "more than one")]
    [InlineData("0000000002FFFF", Internal, "is no UnaryRequest")]
    [InlineData("0100000001AA", Internal, "names no encoding")]
    [InlineData("474554202F20485454502F312E310D0A", Internal, "flag is 71")]
    public async Task Unary_IllFormedBody_GivesOneStatus(string body, string status, string detail)
    {
        await using var server = await TestServer.StartAsync();
        await RefusedAsync(server, RawCall.Unary, Convert.FromHexString(body), status, detail);
    }

    [Theory]
    [InlineData("00000000000200000000", Internal, "flag is 2")]
    [InlineData("0000000000000000", Internal, "ended inside a message")]
    [InlineData("000000000000FFFFFFFF", ResourceExhausted, "4294967295")]
    [InlineData("0000000000000000000410", Internal, "ended inside a message")]
    public async Task ClientStream_IllFormedSecondMessage_GivesOneStatus(string body, string status, string detail)
    {
        await using var server = await TestServer.StartAsync();
        await RefusedAsync(server, RawCall.ClientStream, Convert.FromHexString(body), status, detail);
    }

    [Fact]
    public async Task Unary_RandomBytes_NeverHangsNorFailsTheServer()
    {
        await using var server = await TestServer.StartAsync();
        var random = new Random(20261122);
        for (var i = 0; i < 300; i++)
        {
            var body = new byte[random.Next(40)];
            random.NextBytes(body);
            // Half of them look right at the start.
            if (i % 2 == 0 && body.Length > 5)
                new byte[] { (byte)(i / 2 % 2), 0, 0, 0, (byte)(body.Length - 5) }.CopyTo(body, 0);
            var answer = await RawCall.SendAsync(server, i % 3 == 0 ? RawCall.ClientStream : RawCall.Unary, body, ("grpc-encoding", "gzip"));
            Assert.Equal(200, answer.HttpStatus);
            Assert.NotNull(answer.GrpcStatus);
        }
        Assert.Empty(server.Errors);
    }

    [Fact]
    public async Task Unary_GzipBomb_IsStoppedAtTheLimit()
    {
        await using var server = await TestServer.StartAsync();
        var bomb = Frame(Zip(new byte[200_000_000]));
        await RefusedAsync(server, RawCall.Unary, bomb, ResourceExhausted, "limit is 4194304", ("grpc-encoding", "gzip"));
    }

    [Fact]
    public async Task Unary_GzipThatIsNone_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        var whole = Zip(new UnaryRequest { ResponseBytes = 1 }.ToByteArray());
        byte[][] broken = [[.. "not gzip at all, and longer than its least"u8], whole[..^1], whole[..(whole.Length / 2)], [.. whole, 1, 2, 3, 4], [.. whole, .. whole[..^2]]];
        foreach (var payload in broken)
            await RefusedAsync(server, RawCall.Unary, Frame(payload), Internal, "no valid gzip", ("grpc-encoding", "gzip"));
        // One in another is inflated once: what comes out is no request.
        await RefusedAsync(server, RawCall.Unary, Frame(Zip(whole)), Internal, "is no UnaryRequest", ("grpc-encoding", "gzip"));
    }

    [Fact]
    public async Task Unary_AnyOtherFlag_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        for (var flag = 2; flag <= 255; flag++)
            await RefusedAsync(server, RawCall.Unary, [(byte)flag, 0, 0, 0, 0], Internal, $"flag is {flag}");
    }

    [Fact]
    public async Task Unary_UnknownEncoding_IsUnimplementedAndTellsWhatThereIs()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await RefusedAsync(server, RawCall.Unary, Frame([1]), Unimplemented, "'snappy'", ("grpc-encoding", "snappy"));
        Assert.Equal("identity,gzip", answer.Headers["grpc-accept-encoding"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    public async Task Unary_MalformedTimeout_IsRefused(string timeout)
    {
        await using var server = await TestServer.StartAsync();
        await RefusedAsync(server, RawCall.Unary, new byte[5], Internal, "grpc-timeout", ("grpc-timeout", timeout));
    }

    [Fact]
    public async Task Unary_BinaryMetadataThatIsNoBase64_IsRefused()
    {
        await using var server = await TestServer.StartAsync();
        await RefusedAsync(server, RawCall.Unary, new byte[5], Internal, "some-bin", ("some-bin", "***"));
    }

    private static async Task<RawAnswer> RefusedAsync(
        TestServer server, string path, byte[] body, string status, string detail, params (string Name, string Value)[] headers)
    {
        var answer = await RawCall.SendAsync(server, path, body, headers);
        Assert.Equal((200, status), (answer.HttpStatus, answer.GrpcStatus));
        Assert.Contains(detail, answer.Detail);
        Assert.True(answer.IsTrailersOnly);
        Assert.Empty(server.Errors);
        var next = await new InteropClient(server.Channel).UnaryCallAsync(new UnaryRequest { ResponseBytes = 3 });
        Assert.Equal(ByteString.CopyFrom(0, 0, 0), next.Payload);
        return answer;
    }

    internal static byte[] Frame(byte[] payload) =>
        [1, (byte)(payload.Length >> 24), (byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    internal static byte[] Zip(byte[] payload)
    {
        using var output = new MemoryStream();
        using (var stream = new GZipStream(output, CompressionLevel.Fastest))
            stream.Write(payload);
        return output.ToArray();
    }
}
