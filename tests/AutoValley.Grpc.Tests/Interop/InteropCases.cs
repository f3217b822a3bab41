using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;
using InteropClient = AutoValley.Interop.InteropService.InteropServiceClient;

namespace AutoValley.Grpc.Tests.Interop;

/// <summary>What any client does with any server, by the names of gRPC's doc/interop-test-descriptions.md.</summary>
internal static class InteropCases
{
    private const string EchoHeader = "x-grpc-test-echo-initial";
    private const string EchoTrailer = "x-grpc-test-echo-trailing-bin";
    private const string SpecialText = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n";

    private static readonly int[] ResponseBytes = [31415, 9, 2653, 58979];
    private static readonly int[] RequestBytes = [27182, 8, 1828, 45904];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Func<ChannelBase, Task>> Cases = new()
    {
        ["empty_unary"] = EmptyUnary,
        ["empty_unary_blocking"] = EmptyUnaryBlocking,
        ["large_unary"] = LargeUnary,
        ["large_unary_gzip"] = LargeUnaryGzip,
        ["client_streaming"] = ClientStreaming,
        ["client_streaming_buffered"] = ClientStreamingBuffered,
        ["server_streaming"] = ServerStreaming,
        ["ping_pong"] = PingPong,
        ["empty_stream"] = EmptyStream,
        ["read_before_write"] = ReadBeforeWrite,
        ["custom_metadata"] = CustomMetadata,
        ["status_code_and_message"] = StatusCodeAndMessage,
        ["special_status_message"] = SpecialStatusMessage,
        ["error_after_responses"] = ErrorAfterResponses,
        ["unimplemented_method"] = UnimplementedMethod,
        ["unimplemented_service"] = UnimplementedService,
        ["cancel_after_begin"] = CancelAfterBegin,
        ["cancel_after_first_response"] = CancelAfterFirstResponse,
        ["timeout_on_sleeping_server"] = TimeoutOnSleepingServer,
        ["server_ends_upload_early"] = ServerEndsUploadEarly,
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static Task RunAsync(string name, ChannelBase channel) => Cases[name](channel).WaitAsync(Patience);

    private static async Task EmptyUnary(ChannelBase channel) => Assert.Equal(new Empty(), await new InteropClient(channel).EmptyCallAsync(new Empty()));

    private static Task EmptyUnaryBlocking(ChannelBase channel)
    {
        Assert.Equal(new Empty(), new InteropClient(channel).EmptyCall(new Empty()));
        return Task.CompletedTask;
    }

    private static Task LargeUnary(ChannelBase channel) => LargeUnary(channel, []);

    private static Task LargeUnaryGzip(ChannelBase channel) => LargeUnary(channel, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

    private static async Task LargeUnary(ChannelBase channel, Metadata headers)
    {
        using var call = new InteropClient(channel).UnaryCallAsync(new UnaryRequest { ResponseBytes = 314159, Payload = Zeros(271828) }, headers);
        var response = await call;
        Assert.Equal(314159, response.Payload.Length);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
    }

    private static async Task ClientStreaming(ChannelBase channel)
    {
        using var call = new InteropClient(channel).ClientStream();
        foreach (var bytes in RequestBytes)
            await call.RequestStream.WriteAsync(new StreamRequest { Payload = Zeros(bytes) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(74922, (await call).Bytes);
    }

    private static async Task ClientStreamingBuffered(ChannelBase channel)
    {
        using var call = new InteropClient(channel).ClientStream();
        call.RequestStream.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
        for (var i = 0; i < 10; i++)
            await call.RequestStream.WriteAsync(new StreamRequest { Payload = Zeros(100) });
        await call.RequestStream.CompleteAsync();
        Assert.Equal(1000, (await call).Bytes);
    }

    private static async Task ServerStreaming(ChannelBase channel)
    {
        using var call = new InteropClient(channel).ServerStream(new StreamRequest { ResponseBytes = { ResponseBytes } });
        Assert.Equal(ResponseBytes, await ReadLengthsAsync(call.ResponseStream));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task PingPong(ChannelBase channel)
    {
        using var call = new InteropClient(channel).Duplex();
        for (var i = 0; i < ResponseBytes.Length; i++)
        {
            await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { ResponseBytes[i] }, Payload = Zeros(RequestBytes[i]) });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(ResponseBytes[i], call.ResponseStream.Current.Payload.Length);
        }
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task EmptyStream(ChannelBase channel)
    {
        using var call = new InteropClient(channel).Duplex();
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private static async Task ReadBeforeWrite(ChannelBase channel)
    {
        using var call = new InteropClient(channel).Duplex();
        var first = call.ResponseStream.MoveNext();
        await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { 3 } });
        Assert.True(await first);
    }

    private static async Task CustomMetadata(ChannelBase channel)
    {
        byte[] bytes = [0xab, 0xab, 0xab, 0];
        var headers = new Metadata { { EchoHeader, "test_initial_metadata_value" }, { EchoTrailer, bytes } };
        var client = new InteropClient(channel);
        using var unary = client.UnaryCallAsync(new UnaryRequest { ResponseBytes = 1 }, headers);
        Assert.Equal("test_initial_metadata_value", (await unary.ResponseHeadersAsync).GetValue(EchoHeader));
        await unary;
        Assert.Equal(bytes, unary.GetTrailers().GetValueBytes(EchoTrailer));

        using var duplex = client.Duplex(headers);
        await duplex.RequestStream.CompleteAsync();
        Assert.Equal("test_initial_metadata_value", (await duplex.ResponseHeadersAsync).GetValue(EchoHeader));
        Assert.Empty(await ReadLengthsAsync(duplex.ResponseStream));
        Assert.Equal(bytes, duplex.GetTrailers().GetValueBytes(EchoTrailer));
    }

    private static async Task StatusCodeAndMessage(ChannelBase channel)
    {
        var status = new EchoStatus { Code = (int)StatusCode.Unknown, Text = "test status message" };
        var client = new InteropClient(channel);
        var unary = await FailsAsync(client.UnaryCallAsync(new UnaryRequest { Status = status }).ResponseAsync);
        Assert.Equal((StatusCode.Unknown, "test status message"), (unary.StatusCode, unary.Status.Detail));

        using var duplex = client.Duplex();
        await duplex.RequestStream.WriteAsync(new StreamRequest { Status = status });
        var streamed = await FailsAsync(duplex.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Unknown, "test status message"), (streamed.StatusCode, streamed.Status.Detail));
        Assert.Equal(StatusCode.Unknown, duplex.GetStatus().StatusCode);
    }

    private static async Task SpecialStatusMessage(ChannelBase channel)
    {
        var request = new UnaryRequest { Status = new EchoStatus { Code = (int)StatusCode.DataLoss, Text = SpecialText } };
        var failure = await FailsAsync(new InteropClient(channel).UnaryCallAsync(request).ResponseAsync);
        Assert.Equal((StatusCode.DataLoss, SpecialText), (failure.StatusCode, failure.Status.Detail));
    }

    private static async Task ErrorAfterResponses(ChannelBase channel)
    {
        var request = new StreamRequest { ResponseBytes = { 1, 2 }, Status = new EchoStatus { Code = (int)StatusCode.Aborted, Text = "half" } };
        using var call = new InteropClient(channel).ServerStream(request);
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("half", (await FailsAsync(call.ResponseStream.MoveNext())).Status.Detail);
    }

    private static async Task UnimplementedMethod(ChannelBase channel) => Assert.Equal(
        StatusCode.Unimplemented, (await FailsAsync(new InteropClient(channel).UnimplementedCallAsync(new Empty()).ResponseAsync)).StatusCode);

    private static async Task UnimplementedService(ChannelBase channel)
    {
        var client = new UnimplementedService.UnimplementedServiceClient(channel);
        Assert.Equal(StatusCode.Unimplemented, (await FailsAsync(client.UnimplementedCallAsync(new Empty()).ResponseAsync)).StatusCode);
    }

    private static async Task CancelAfterBegin(ChannelBase channel)
    {
        using var stop = new CancellationTokenSource();
        using var call = new InteropClient(channel).ClientStream(cancellationToken: stop.Token);
        await stop.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(call.ResponseAsync)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    private static async Task CancelAfterFirstResponse(ChannelBase channel)
    {
        using var stop = new CancellationTokenSource();
        using var call = new InteropClient(channel).Duplex(cancellationToken: stop.Token);
        await call.RequestStream.WriteAsync(new StreamRequest { ResponseBytes = { 31415 }, Payload = Zeros(27182) });
        Assert.True(await call.ResponseStream.MoveNext());
        await stop.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    private static async Task TimeoutOnSleepingServer(ChannelBase channel)
    {
        using var call = new InteropClient(channel).ServerStream(
            new StreamRequest { ResponseBytes = { 1 }, DelayMilliseconds = 30_000 }, deadline: DateTime.UtcNow.AddMilliseconds(50));
        Assert.Equal(StatusCode.DeadlineExceeded, (await FailsAsync(call.ResponseStream.MoveNext())).StatusCode);
    }

    private static async Task ServerEndsUploadEarly(ChannelBase channel)
    {
        var refusal = new EchoStatus { Code = (int)StatusCode.FailedPrecondition, Text = "enough" };
        using var call = new InteropClient(channel).ClientStream();
        var failure = await FailsAsync(UploadAsync());
        Assert.Equal((StatusCode.FailedPrecondition, "enough"), (failure.StatusCode, failure.Status.Detail));
        failure = await FailsAsync(call.ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "enough"), (failure.StatusCode, failure.Status.Detail));

        async Task UploadAsync()
        {
            await call.RequestStream.WriteAsync(new StreamRequest { Status = refusal });
            while (true)
                await call.RequestStream.WriteAsync(new StreamRequest { Payload = Zeros(64 * 1024) });
        }
    }

    private static Task<RpcException> FailsAsync(Task call) => Assert.ThrowsAsync<RpcException>(() => call);

    private static async Task<List<int>> ReadLengthsAsync(IAsyncStreamReader<StreamResponse> responses)
    {
        var lengths = new List<int>();
        await foreach (var response in responses.ReadAllAsync())
            lengths.Add(response.Payload.Length);
        return lengths;
    }

    private static ByteString Zeros(int length) => ByteString.CopyFrom(new byte[length]);
}
