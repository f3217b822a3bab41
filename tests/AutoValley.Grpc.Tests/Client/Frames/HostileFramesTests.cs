using AutoValley.Interop;
using AutoValley.Testing.Http2;
using Grpc.Core;

namespace AutoValley.Grpc.Tests.Client.Frames;

/// <summary>Whatever a server does below gRPC, and whenever, a call ends with one status that says what was wrong, and the next one gets a connection.</summary>
public sealed class HostileFramesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How far an answer has come.</summary>
    public enum Stage
    {
        Request,
        Headers,
        HalfAMessage,
        Message,
    }

    public static TheoryData<Stage, uint, StatusCode> Resets
    {
        get
        {
            var resets = new TheoryData<Stage, uint, StatusCode>();
            foreach (var stage in Enum.GetValues<Stage>())
            {
                resets.Add(stage, 0x1, StatusCode.Internal);
                resets.Add(stage, 0x2, StatusCode.Internal);
                resets.Add(stage, 0x8, StatusCode.Cancelled);
                resets.Add(stage, 0xb, StatusCode.ResourceExhausted);
                resets.Add(stage, 0xc, StatusCode.PermissionDenied);
                // Before an answer it means that the server did nothing: HttpClient makes the request again.
                if (stage != Stage.Request)
                    resets.Add(stage, 0x7, StatusCode.Unavailable);
            }
            return resets;
        }
    }

    [Theory]
    [MemberData(nameof(Resets))]
    public async Task Reset_AtAnyStage_GivesTheStatusOfItsCode(Stage stage, uint code, StatusCode expected)
    {
        var failure = await EndAsync(stage, (connection, request) => connection.SendAsync(Http2Frame.Reset(request, code)));
        Assert.Equal(expected, failure.StatusCode);
        Assert.Contains("reset the stream", failure.Detail);
    }

    [Theory]
    [InlineData(Stage.Headers, 0x0)]
    [InlineData(Stage.Headers, 0xb)]
    [InlineData(Stage.HalfAMessage, 0x0)]
    [InlineData(Stage.Message, 0x0)]
    [InlineData(Stage.Message, 0x2)]
    public async Task GoAway_OfACallUnderWay_IsUnavailable(Stage stage, uint code)
    {
        var failure = await EndAsync(stage, (connection, _) => connection.SendAsync(Http2Frame.GoAway(0, code)), written: true);
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Theory]
    [InlineData(Stage.Request)]
    [InlineData(Stage.Headers)]
    [InlineData(Stage.HalfAMessage)]
    [InlineData(Stage.Message)]
    public async Task Close_AtAnyStage_IsUnavailable(Stage stage)
    {
        var failure = await EndAsync(stage, (connection, _) => connection.CloseAsync());
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        Assert.StartsWith("lost the connection to 127.0.0.1:", failure.Detail);
    }

    [Theory]
    [InlineData("000004" + "01" + "04" + "00000001" + "00000000")] // headers with empty names
    [InlineData("000001" + "01" + "04" + "00000001" + "FF")] // headers cut off inside an integer
    [InlineData("000001" + "00" + "00" + "00000000" + "00")] // data of no stream
    [InlineData("000001" + "09" + "04" + "00000001" + "00")] // a continuation of nothing
    [InlineData("FFFFFF" + "00" + "00" + "00000001" + "00")] // a frame over the limit
    [InlineData("000005" + "04" + "00" + "00000000" + "0000000000")] // settings of a wrong length
    [InlineData("000004" + "08" + "00" + "00000000" + "00000000")] // a window that opens by nothing
    [InlineData("000004" + "08" + "00" + "00000000" + "7FFFFFFF")] // a window over the limit
    [InlineData("000007" + "06" + "00" + "00000000" + "00000000000000")] // a ping of a wrong length
    [InlineData("000004" + "05" + "04" + "00000001" + "00000002")] // a push that was not asked for
    [InlineData("000003" + "03" + "00" + "00000001" + "000000")] // a reset of a wrong length
    [InlineData("000004" + "07" + "00" + "00000000" + "00000000")] // a goodbye of a wrong length
    [InlineData("485454502F312E3120343030204261642052657175657374")] // HTTP/1.1
    public async Task IllFormedFrame_AtAnyStage_IsUnavailable(string frame)
    {
        foreach (var stage in Enum.GetValues<Stage>())
        {
            var failure = await EndAsync(stage, (connection, _) => connection.SendAsync(frame), written: true);
            Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
        }
    }

    [Fact]
    public async Task Headers_WithoutEnd_AreUnavailable()
    {
        var failure = await EndAsync(Stage.Request, async (connection, request) =>
        {
            await connection.SendAsync(new Http2Frame(FrameKind.Headers, 0, request, HeaderBlock.Write((":status", "200"))));
            var more = new Http2Frame(FrameKind.Continuation, 0, request, HeaderBlock.Write(("x", new string('x', 10_000))));
            while (true)
                await connection.SendAsync(more);
        });
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Trailers_OverTheLimit_AreUnavailable()
    {
        var failure = await EndAsync(Stage.Message, async (connection, request) =>
        {
            for (var i = 0; i < 10; i++)
                await connection.SendAsync(new Http2Frame(i == 0 ? FrameKind.Headers : FrameKind.Continuation, 0, request, HeaderBlock.Write(("x", new string('x', 10_000)))));
        });
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Data_OverTheWindow_IsUnavailable()
    {
        var closed = new TaskCompletionSource();
        await using var server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            await connection.SendAsync(Http2Frame.Headers(request, HeaderBlock.Write(FrameConnection.GrpcHeaders)));
            var data = new Http2Frame(FrameKind.Data, 0, request, new byte[16 * 1024]);
            try
            {
                while (true)
                    await connection.SendAsync(data);
            }
            finally
            {
                closed.SetResult();
            }
        });
        using var call = server.Client.Duplex();
        // Nobody reads, so the window does not open.
        await closed.Task.WaitAsync(Patience);
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });
        Assert.Equal(StatusCode.Unavailable, failure.StatusCode);
    }

    [Fact]
    public async Task Stream_EndsWithoutTrailers_IsUnknown()
    {
        var failure = await EndAsync(Stage.Message, (connection, request) => connection.SendAsync(Http2Frame.Data(request, [], ends: true)));
        Assert.Equal((StatusCode.Unknown, "the server ended the call without a status"), (failure.StatusCode, failure.Detail));
    }

    [Fact]
    public async Task InformationalHeaders_ManyOfThem_ArePassedOver()
    {
        await using var server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            for (var i = 0; i < 1000; i++)
                await connection.SendAsync(Http2Frame.Headers(request, HeaderBlock.Write((":status", "103"), ("x", "y"))));
            await connection.AnswerAsync(request);
            await connection.ClosedAsync();
        });
        await server.Client.EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience);
    }

    // A duplex call that has come to a stage, then what is done, then a call on the next connection or this one.
    private static async Task<Status> EndAsync(Stage stage, Func<FrameConnection, int, Task> end, bool written = false)
    {
        var first = true;
        await using var server = new FrameServer(async (connection, _) =>
        {
            var request = await connection.OpenAsync();
            if (first)
            {
                first = false;
                if (written)
                    await connection.NextAsync(FrameKind.Data);
                await ReachAsync(stage, connection, request);
                await end(connection, request);
                request = await connection.NextRequestAsync();
            }
            for (; ; request = await connection.NextRequestAsync())
                await connection.AnswerAsync(request);
        });
        var call = server.Client.Duplex();
        if (written)
            await call.RequestStream.WriteAsync(new StreamRequest()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext().WaitAsync(Patience))
            {
            }
        });
        await server.Client.EmptyCallAsync(new Empty()).ResponseAsync.WaitAsync(Patience);
        return failure.Status;
    }

    private static async Task ReachAsync(Stage stage, FrameConnection connection, int request)
    {
        if (stage >= Stage.Headers)
            await connection.SendAsync(Http2Frame.Headers(request, HeaderBlock.Write(FrameConnection.GrpcHeaders)));
        if (stage >= Stage.HalfAMessage)
            await connection.SendAsync(Http2Frame.Data(request, Convert.FromHexString(stage == Stage.Message ? "0000000000" : "00000000FF01")));
    }
}
