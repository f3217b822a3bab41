using AutoValley.Interop;
using Grpc.Core;

namespace AutoValley.Grpc.Server.Tests.Calls;

/// <summary>Handlers that go on until a test releases them, each in its own manner, and tell when they are at it.</summary>
internal sealed class LongHandlers : IDisposable
{
    private readonly TaskCompletionSource<ServerCallContext> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _gate = new();

    /// <summary>Every manner, with the path of its method.</summary>
    public static readonly IReadOnlyDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["unary, listens"] = RawCall.Unary,
        ["unary, waits"] = RawCall.Unary,
        ["unary, blocks its thread"] = RawCall.Unary,
        ["server stream, listens"] = RawCall.ServerStream,
        ["server stream, waits"] = RawCall.ServerStream,
        ["server stream, writes on"] = RawCall.ServerStream,
        ["client stream, reads"] = RawCall.ClientStream,
        ["client stream, waits"] = RawCall.ClientStream,
        ["duplex, reads"] = RawCall.Duplex,
        ["duplex, reads with a token of its own"] = RawCall.Duplex,
    };

    /// <summary>The call, once its handler is at it.</summary>
    public Task<ServerCallContext> Begun => _begun.Task.WaitAsync(TimeSpan.FromMinutes(2));

    public void Release()
    {
        _release.TrySetResult();
        _gate.Set();
    }

    public void Dispose() => Release();

    public Script Of(string manner) => new()
    {
        Unary = async (_, context) =>
        {
            await RunAsync(manner, null, null, context);
            return new UnaryResponse();
        },
        Stream = (responses, context) => RunAsync(manner, null, responses, context),
        ClientStream = async (requests, context) =>
        {
            await RunAsync(manner, requests, null, context);
            return new SumResponse();
        },
        Duplex = (requests, responses, context) => RunAsync(manner, requests, responses, context),
    };

    private async Task RunAsync(
        string manner, IAsyncStreamReader<StreamRequest>? requests, IServerStreamWriter<StreamResponse>? responses, ServerCallContext context)
    {
        if (responses is not null)
            await responses.WriteAsync(new StreamResponse());
        _begun.SetResult(context);
        switch (manner[(manner.IndexOf(", ", StringComparison.Ordinal) + 2)..])
        {
            case "listens":
                await _release.Task.WaitAsync(context.CancellationToken);
                break;
            case "blocks its thread":
                _gate.Wait(CancellationToken.None);
                break;
            case "writes on":
                while (!_release.Task.IsCompleted)
                    await Record.ExceptionAsync(() => responses!.WriteAsync(new StreamResponse()));
                break;
            case "writes some":
                await responses!.WriteAsync(new StreamResponse { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[1_500]) });
                await _release.Task;
                break;
            case "writes much":
                while (true)
                    await responses!.WriteAsync(new StreamResponse { Payload = Google.Protobuf.ByteString.CopyFrom(new byte[4_000]) });
            case "reads":
                Assert.False(await requests!.MoveNext());
                break;
            case "reads with a token of its own":
                using (var own = new CancellationTokenSource())
                    Assert.False(await requests!.MoveNext(own.Token));
                break;
            default:
                await _release.Task;
                break;
        }
    }
}
