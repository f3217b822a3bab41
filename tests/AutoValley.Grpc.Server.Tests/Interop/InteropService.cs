using AutoValley.Grpc.Server.Tests.Interop.Wire;
using AutoValley.Interop;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Interop;

/// <summary>The server side of gRPC's interoperability tests.</summary>
internal sealed class InteropService : AutoValley.Interop.InteropService.InteropServiceBase
{
    public const string EchoHeader = "x-grpc-test-echo-initial";
    public const string EchoTrailer = "x-grpc-test-echo-trailing-bin";

    public override Task<Empty> EmptyCall(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<UnaryResponse> UnaryCall(UnaryRequest request, ServerCallContext context)
    {
        await EchoAsync(context);
        ServerTap.Of(context)?.Check(0, request.ExpectCompressed);
        if (request.DelayMilliseconds > 0)
            await Task.Delay(request.DelayMilliseconds, context.CancellationToken);
        Fail(request.Status);
        context.WriteOptions = Options(request.ResponseCompressed, context);
        return new UnaryResponse { Payload = Zeros(request.ResponseBytes) };
    }

    public override async Task ServerStream(StreamRequest request, IServerStreamWriter<StreamResponse> responseStream, ServerCallContext context)
    {
        await EchoAsync(context);
        await AnswerAsync(request, responseStream, context);
    }

    public override async Task<SumResponse> ClientStream(IAsyncStreamReader<StreamRequest> requestStream, ServerCallContext context)
    {
        await EchoAsync(context);
        var sum = new SumResponse();
        var index = 0;
        await foreach (var request in requestStream.ReadAllAsync())
        {
            ServerTap.Of(context)?.Check(index++, request.ExpectCompressed);
            Fail(request.Status);
            sum.Bytes += request.Payload.Length;
        }
        return sum;
    }

    public override async Task Duplex(
        IAsyncStreamReader<StreamRequest> requestStream, IServerStreamWriter<StreamResponse> responseStream, ServerCallContext context)
    {
        await EchoAsync(context);
        await foreach (var request in requestStream.ReadAllAsync())
            await AnswerAsync(request, responseStream, context);
    }

    private static async Task AnswerAsync(StreamRequest request, IServerStreamWriter<StreamResponse> responses, ServerCallContext context)
    {
        foreach (var (index, bytes) in request.ResponseBytes.Index())
        {
            if (request.DelayMilliseconds > 0)
                await Task.Delay(request.DelayMilliseconds, context.CancellationToken);
            responses.WriteOptions = Options(request.ResponseCompressed.ElementAtOrDefault(index), context);
            await responses.WriteAsync(new StreamResponse { Payload = Zeros(bytes) });
        }
        Fail(request.Status);
    }

    private static WriteOptions Options(Compressed compressed, ServerCallContext context)
    {
        ServerTap.Of(context)?.Promise(compressed);
        return new WriteOptions(compressed == Compressed.No ? WriteFlags.NoCompress : default);
    }

    private static async Task EchoAsync(ServerCallContext context)
    {
        if (context.RequestHeaders.GetValueBytes(EchoTrailer) is { } trailer)
            context.ResponseTrailers.Add(EchoTrailer, trailer);
        if (context.RequestHeaders.GetValue(EchoHeader) is { } header)
            await context.WriteResponseHeadersAsync(new Metadata { { EchoHeader, header } });
    }

    private static void Fail(EchoStatus? status)
    {
        if (status is { Code: not 0 })
            throw new RpcException(new Status((StatusCode)status.Code, status.Text));
    }

    private static ByteString Zeros(int length) => ByteString.CopyFrom(new byte[length]);
}
